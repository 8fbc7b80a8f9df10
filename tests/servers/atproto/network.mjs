// A small Bluesky network on loopback: a PLC directory, a PDS, and the AppView where a PostgreSQL is named.
// Usage: node network.mjs <folder of node_modules> [postgres url]
// Writes one JSON line with the addresses and accounts when all of it runs; ends when its input ends.

import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, postgres] = process.argv.slice(2)
const require = createRequire(path.join(folder, 'package.json'))
const { TestPlc, TestPds, TestBsky, mockNetworkUtilities } = await import(
  pathToFileURL(require.resolve('@atproto/dev-env')).href
)

const ACCOUNTS = ['stadtwerke', 'ada', 'bob']
const PASSWORD = 'main-password-of-'

const plc = await TestPlc.create({})
const pdsPort = await freePort()
const bsky = postgres
  ? await TestBsky.create({
      plcUrl: plc.url,
      pdsPort,
      repoProvider: `ws://localhost:${pdsPort}`,
      dbPostgresUrl: postgres,
      dbPostgresSchema: 'appview',
      bsyncUrl: 'http://localhost:1',
      modServiceDid: 'did:example:nobody',
    })
  : undefined
const pds = await TestPds.create({
  port: pdsPort,
  didPlcUrl: plc.url,
  enableDidDocWithSession: true,
  ...(bsky ? { bskyAppViewUrl: bsky.url, bskyAppViewDid: bsky.ctx.cfg.serverDid } : {}),
})
mockNetworkUtilities(pds, bsky)

const accounts = {}
for (const name of ACCOUNTS) {
  const made = await call('com.atproto.server.createAccount', {
    handle: `${name}.test`,
    email: `${name}@erlengrund.example`,
    password: PASSWORD + name,
  })
  const app = await call('com.atproto.server.createAppPassword', { name: 'eichhorn' }, made.accessJwt)
  accounts[name] = { did: made.did, handle: made.handle, password: PASSWORD + name, app_password: app.password }
}
process.stdout.write(JSON.stringify({ plc: plc.url, pds: pds.url, appview: bsky?.url ?? '', accounts }) + '\n')

process.stdin.resume()
process.stdin.on('end', () => process.exit(0))

async function call(method, body, token) {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
  const answer = await fetch(`${pds.url}/xrpc/${method}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function freePort() {
  const { createServer } = await import('node:net')
  const probe = createServer()
  await new Promise((ready) => probe.listen(0, '127.0.0.1', ready))
  const { port } = probe.address()
  await new Promise((done) => probe.close(done))
  return port
}
