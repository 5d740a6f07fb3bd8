"""key HOST PORT USER KEY BLOB UP ON_DEVICE DOWN | code HOST PORT USER PASSWORD CODE"""
import sys
import paramiko

how, host, port, user = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
client = paramiko.Transport((host, port))
client.start_client(timeout=30)
if how == "key":
    client.auth_publickey(user, paramiko.Ed25519Key.from_private_key_file(sys.argv[5]))
else:
    answers = [sys.argv[5], sys.argv[6]]
    client.auth_interactive(user, lambda title, text, prompts: [answers.pop(0) for _ in prompts])
channel = client.open_session()
channel.exec_command("echo through; exit 7")
said = channel.makefile("r").read().decode().strip()
print(f"said {said}, status {channel.recv_exit_status()}")
if how == "key":
    blob, up, on_device, down = sys.argv[6:10]
    files = paramiko.SFTPClient.from_transport(client)
    files.put(blob, up)
    files.get(on_device, down)
    files.close()
client.close()
