"""key HOST PORT USER KEY BLOB UP ON_DEVICE DOWN, through the C interface of libssh."""
import ctypes
import sys

host, port, user, key, blob, up, on_device, down = sys.argv[2:10]
ssh = ctypes.CDLL("libssh.so.4")
for name in ("ssh_new", "ssh_channel_new", "sftp_new", "sftp_open", "ssh_get_error"):
    getattr(ssh, name).restype = ctypes.c_void_p
ssh.sftp_write.restype = ssh.sftp_read.restype = ctypes.c_ssize_t
HOST, PORT_STR, USER, PROCESS_CONFIG = 0, 2, 4, 37
O_RDONLY, O_WRONLY, O_CREAT, O_TRUNC = 0, 1, 0o100, 0o1000


def must(ok, what):
    if not ok:
        sys.exit(f"{what}: {ctypes.string_at(ssh.ssh_get_error(session)).decode()}")


session = ctypes.c_void_p(ssh.ssh_new())
for option, value in ((HOST, host), (PORT_STR, port), (USER, user)):
    must(ssh.ssh_options_set(session, option, value.encode()) == 0, "option")
must(ssh.ssh_connect(session) == 0, "connect")
private = ctypes.c_void_p()
must(ssh.ssh_pki_import_privkey_file(key.encode(), None, None, None, ctypes.byref(private)) == 0, "key")
must(ssh.ssh_userauth_publickey(session, None, private) == 0, "publickey")
channel = ctypes.c_void_p(ssh.ssh_channel_new(session))
must(ssh.ssh_channel_open_session(channel) == 0, "channel")
must(ssh.ssh_channel_request_exec(channel, b"echo through; exit 7") == 0, "exec")
buffer = ctypes.create_string_buffer(32768)
said = b""
while (count := ssh.ssh_channel_read(channel, buffer, len(buffer), 0)) > 0:
    said += buffer.raw[:count]
print(f"said {said.decode().strip()}, status {ssh.ssh_channel_get_exit_status(channel)}")
ssh.ssh_channel_free(channel)
sftp = ctypes.c_void_p(ssh.sftp_new(session))
must(ssh.sftp_init(sftp) == 0, "sftp")
file = ctypes.c_void_p(ssh.sftp_open(sftp, up.encode(), O_WRONLY | O_CREAT | O_TRUNC, 0o600))
must(file.value, "open for writing")
with open(blob, "rb") as source:
    while part := source.read(30000):
        must(ssh.sftp_write(file, part, ctypes.c_size_t(len(part))) == len(part), "write")
must(ssh.sftp_close(file) == 0, "close")
file = ctypes.c_void_p(ssh.sftp_open(sftp, on_device.encode(), O_RDONLY, 0))
must(file.value, "open for reading")
with open(down, "wb") as target:
    while (count := ssh.sftp_read(file, buffer, ctypes.c_size_t(30000))) > 0:
        target.write(buffer.raw[:count])
must(count == 0, "read")
ssh.sftp_close(file)
ssh.sftp_free(sftp)
ssh.ssh_disconnect(session)
