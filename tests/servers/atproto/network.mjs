// A small Bluesky network on loopback: a directory of accounts (PLC), a server that keeps them (PDS), and the index
// over all of it (AppView), which needs a PostgreSQL; its makers' own development environment, without a change.
//
//     POSTGRES=postgresql://… node network.mjs
//
// Writes one line of JSON with addresses and accounts when all of it runs, and ends when its input ends. A line of JSON
// on its input, {"https://program.example": "http://127.0.0.1:8099"}, leads what the PDS asks there to another
// address: so a program of a test is found under a public name, without a public name.

import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

const NAMES = ['stadtwerke', 'ada', 'bob']
const elsewhere = {}
const fetchThere = globalThis.fetch
globalThis.fetch = (asked, more) => {
  const url = new URL(asked instanceof Request ? asked.url : asked)
  const there = elsewhere[url.origin]
  if (!there) return fetchThere(asked, more)
  const target = new URL(url.pathname + url.search, there)
  return fetchThere(asked instanceof Request ? new Request(target, asked) : target, more)
}

const { TestBsky, TestPds, TestPlc, mockNetworkUtilities } = await import('@atproto/dev-env')

const plc = await TestPlc.create({})
const port = await freePort()
const bsky = await TestBsky.create({
  plcUrl: plc.url,
  pdsPort: port,
  repoProvider: `ws://localhost:${port}`,
  dbPostgresUrl: process.env.POSTGRES,
  dbPostgresSchema: 'appview',
  bsyncUrl: 'http://localhost:1',
})
await bsky.bsyncSub.destroy() // it synchronises what several indexes share, and there is one
const pds = await TestPds.create({
  port,
  didPlcUrl: plc.url,
  bskyAppViewUrl: bsky.url,
  bskyAppViewDid: bsky.ctx.cfg.serverDid,
  enableDidDocWithSession: true,
})
mockNetworkUtilities(pds, bsky)

const accounts = {}
for (const name of NAMES) {
  const password = `main password of ${name}`
  const email = `${name}@erlengrund.example`
  const made = await call('com.atproto.server.createAccount', { handle: `${name}.test`, email, password })
  const app = await call('com.atproto.server.createAppPassword', { name: 'eichhorn' }, made.accessJwt)
  accounts[name] = { did: made.did, handle: made.handle, email, password, app_password: app.password }
}
process.stdout.write(JSON.stringify({ plc: plc.url, pds: pds.url, appview: bsky.url, accounts }) + '\n')

const input = createInterface({ input: process.stdin })
input.on('line', (line) => Object.assign(elsewhere, JSON.parse(line)))
input.on('close', () => process.exit(0))

async function call(method, body, token) {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
  const answer = await fetch(`${pds.url}/xrpc/${method}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function freePort() {
  const probe = createServer()
  await new Promise((ready) => probe.listen(0, '127.0.0.1', ready))
  const { port } = probe.address()
  await new Promise((done) => probe.close(done))
  return port
}
