// key HOST PORT USER KEY BLOB UP ON_DEVICE DOWN | code HOST PORT USER PASSWORD CODE
const { readFileSync } = require('node:fs')
const { Client } = require('ssh2')

const [how, host, port, username, ...rest] = process.argv.slice(2)
const fail = error => { console.error(error); process.exit(1) }
const client = new Client()
client.on('error', fail)
client.on('keyboard-interactive', (name, text, language, prompts, answer) => answer(prompts.map(() => rest.shift())))
client.on('ready', () => client.exec('echo through; exit 7', (error, stream) => {
  if (error) fail(error)
  let said = ''
  stream.on('data', more => { said += more })
  stream.on('close', status => {
    console.log(`said ${said.trim()}, status ${status}`)
    if (how === 'code') return client.end()
    const [, blob, up, onDevice, down] = rest
    client.sftp((error, sftp) => {
      if (error) fail(error)
      sftp.fastPut(blob, up, error => {
        if (error) fail(error)
        sftp.fastGet(onDevice, down, error => error ? fail(error) : client.end())
      })
    })
  })
}))
client.connect(how === 'key'
  ? { host, port, username, privateKey: readFileSync(rest[0]) }
  : { host, port, username, tryKeyboard: true, authHandler: ['keyboard-interactive'] })
