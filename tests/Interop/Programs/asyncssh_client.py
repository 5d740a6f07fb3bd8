"""key HOST PORT USER KEY BLOB UP ON_DEVICE DOWN | code HOST PORT USER PASSWORD CODE"""
import asyncio
import sys
import asyncssh

how, host, port, user = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]


class Answers(asyncssh.SSHClient):
    def __init__(self):
        self.left = sys.argv[5:7]

    def kbdint_auth_requested(self):
        return ""

    def kbdint_challenge_received(self, name, instructions, lang, prompts):
        return [self.left.pop(0) for _ in prompts]


async def main():
    options = dict(username=user, known_hosts=None, config=None, agent_path=None)
    if how == "key":
        options.update(client_keys=[sys.argv[5]])
    else:
        options.update(client_factory=Answers, client_keys=None, preferred_auth="keyboard-interactive")
    async with asyncssh.connect(host, port, **options) as connection:
        ran = await connection.run("echo through; exit 7")
        print(f"said {ran.stdout.strip()}, status {ran.exit_status}")
        if how == "key":
            blob, up, on_device, down = sys.argv[6:10]
            async with connection.start_sftp_client() as files:
                await files.put(blob, up)
                await files.get(on_device, down)


asyncio.run(main())
