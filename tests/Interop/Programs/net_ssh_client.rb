# key HOST PORT USER KEY BLOB UP ON_DEVICE DOWN
require 'net/ssh'
require 'net/sftp'

_, host, port, user, key, blob, up, on_device, down = ARGV
options = { port: port.to_i, keys: [key], keys_only: true, verify_host_key: :never, config: false, use_agent: false, non_interactive: true, auth_methods: ['publickey'] }
Net::SSH.start(host, user, **options) do |ssh|
  status = {}
  said = ssh.exec!('echo through; exit 7', status: status)
  puts "said #{said.strip}, status #{status[:exit_code]}"
  ssh.sftp.upload!(blob, up)
  ssh.sftp.download!(on_device, down)
end
