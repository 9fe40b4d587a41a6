// Kills the server while a client sends, starts it again at the same address, and counts.
//
//   NORTHSTAR=path/to/northstar node run_killed.mjs [COUNT] [CLIENT,CLIENT] [KILLS]
//
// The clients here repeat what failed, so in the end each event is stored once. Ends with 1 if not.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { runClient } from './run_client.mjs';

const program = process.env.NORTHSTAR;
if (!program) { console.error('set NORTHSTAR to the program'); process.exit(2) }
const [count = '2000', clients = 'segment-node,rudder-node,posthog-node', kills = '2'] = process.argv.slice(2);
const sleep = ms => new Promise(r => setTimeout(r, ms));
const freePort = () => new Promise(r => { const s = http.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => r(port)) }) });
let wrong = 0;
for (const client of clients.split(',')) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'northstar-killed-'));
  fs.writeFileSync(path.join(dir, 'northstar.yml'), `version: 1
sources:
  - name: app
    http: true
    entities: {user: "coalesce(userId, user_id, distinct_id, properties.distinct_id)"}
metrics:
  - {name: orders, type: count, event: order placed, grain: day, description: Orders}
`);
  const northstar = (...a) => execFileSync(program, ['-p', dir, ...a], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const key = northstar('token', 'create', '--role', 'ingest').trim(), port = await freePort(), base = `http://127.0.0.1:${port}`;
  const log = fs.openSync(path.join(dir, 'serve.log'), 'a');
  let server;
  const start = async () => {
    server = spawn(program, ['-p', dir, 'serve', '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', log, log] });
    const from = Date.now();
    for (let i = 0; i < 200; i++) { try { await fetch(base + '/metrics'); return Date.now() - from } catch { await sleep(20) } }
    throw new Error(`the server does not start; see ${dir}/serve.log`);
  };
  const kill = async signal => { const gone = new Promise(r => server.once('exit', r)); server.kill(signal); await gone };
  const orders = () => JSON.parse(northstar('query', 'orders', '--format', 'json')).rows.reduce((s, r) => s + (r.value || 0), 0);
  await start();
  const running = runClient(client, base, key, Number(count), 'none');
  const starts = [];
  for (let i = 0; i < Number(kills); i++) { await sleep(400 + 300 * i + Math.random() * 300); await kill('SIGKILL'); starts.push(await start()) }
  const { refused, ...r } = await running;
  await sleep(2500);
  const counted = orders();
  await kill('SIGTERM');
  await start(); await sleep(1500);
  const again = orders();
  await kill('SIGTERM');
  const ok = r.dropped === 0 && counted === Number(count) && again === counted;
  const held = counted >= r.orders;                                   // what a killed client gave up aside
  if (!ok) wrong++;
  console.log(JSON.stringify({ ...r, kills: Number(kills), interrupted: refused?.length || 0, start_ms: starts, counted, again, held, ok, ...(ok ? {} : { project: dir }) }));
  if (ok) fs.rmSync(dir, { recursive: true, force: true });
}
process.exit(wrong ? 1 : 0);
