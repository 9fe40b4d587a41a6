// Starts the server on a new project, runs clients through faults, and compares what the server stored with what the proxy saw.
//
//   NORTHSTAR=path/to/northstar node run_all.mjs [COUNT] [CLIENT,CLIENT|node|browser] [FAULT,FAULT]
//
// One JSON line per run and a last one; ends with 1 if anything differs.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runClient, NODE_CLIENTS, BROWSER_CLIENTS } from './run_client.mjs';

const program = process.env.NORTHSTAR;
if (!program) { console.error('set NORTHSTAR to the program'); process.exit(2) }
const [count = '300', clientsText = 'node', faultsText] = process.argv.slice(2);
const clients = clientsText === 'node' ? NODE_CLIENTS : clientsText === 'browser' ? BROWSER_CLIENTS : clientsText.split(',');
const faults = faultsText ? faultsText.split(',') : ['none', '429', '429-retry-after', '500', '503', 'reset-before', 'reset-after'];

// What a client gives up after one disturbed request; any other client and fault: nothing.
// 'batch' is the disturbed request's events, 'stored' the same though the server has them.
const DROPS = {
  'mixpanel-node': { 429: 'batch', '429-retry-after': 'batch', 500: 'batch', 503: 'batch', 'reset-before': 'batch', 'reset-after': 'stored' },
  'amplitude-node': { 'reset-before': 'batch', 'reset-after': 'stored' },
  'mixpanel-browser': { 'reset-before': 'batch', 'reset-after': 'stored' },
  'posthog-browser': { 429: 'batch', '429-retry-after': 'batch' },
};

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'northstar-clients-'));
fs.writeFileSync(path.join(dir, 'northstar.yml'), `version: 1
sources:
  - name: app
    http: true
    entities: {user: "coalesce(userId, user_id, distinct_id, properties.distinct_id)"}
    dimensions: {plan: properties.plan}
metrics:
  - {name: orders, type: count, event: order placed, grain: day, description: Orders}
`);
const northstar = (...a) => execFileSync(program, ['-p', dir, ...a], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const key = northstar('token', 'create', '--role', 'ingest').trim();
const log = fs.openSync(path.join(dir, 'serve.log'), 'w');
const server = spawn(program, ['-p', dir, 'serve', '--listen', '127.0.0.1:0'], { stdio: ['ignore', log, log] });
const ended = new Promise(r => server.on('exit', (code, signal) => r(signal || code)));
const sleep = ms => new Promise(r => setTimeout(r, ms));
let base;
for (let i = 0; i < 100 && !base; i++) { await sleep(100); try { base = JSON.parse(fs.readFileSync(path.join(dir, '.northstar', 'serve.json'), 'utf8')).url } catch { /* not yet */ } }
if (!base) { console.error(fs.readFileSync(path.join(dir, 'serve.log'), 'utf8')); process.exit(2) }

const counters = async () => Object.fromEntries((await (await fetch(base + '/metrics')).text()).split('\n').filter(l => /^northstar_/.test(l)).map(l => l.split(' ')).map(([n, v]) => [n.replace(/^northstar_|_total$/g, ''), Number(v)]));
const orders = () => { try { return JSON.parse(northstar('query', 'orders', '--format', 'json')).rows.reduce((s, r) => s + (r.value || 0), 0) } catch { return 0 } };
// Waits until everything acknowledged is visible.
async function settled() {
  let last;
  for (let i = 0, same = 0; i < 100 && same < 12; i++) { const c = await counters(), now = c.fold_kept + c.fold_duplicate + c.fold_backlog_events * 1e9; same = now === last && !c.fold_backlog_events ? same + 1 : 0; last = now; await sleep(100) }
  return { ...await counters(), orders: orders() };
}

let wrong = 0, before = await settled();
for (const client of clients) for (const fault of faults) {
  const r = await runClient(client, base, key, Number(count), fault), after = await settled();
  const stored = after.fold_kept - before.fold_kept, duplicates = after.fold_duplicate - before.fold_duplicate, counted = after.orders - before.orders, withoutId = after.fold_without_id - before.fold_without_id;
  const lost = after.fold_rejected - before.fold_rejected + after.ingest_events_refused - before.ingest_events_refused;
  before = after;
  const kind = fault.replace(/@.*/, ''), gives = DROPS[client]?.[kind];
  const problems = [];
  const print = () => console.log(JSON.stringify({ ...r, stored, duplicates, counted, without_id: withoutId, ok: !problems.length, ...(problems.length ? { problems } : {}) }));
  const check = (ok, text) => { if (!ok) problems.push(text) };
  check(stored === r.durable, `stored ${stored}, durable ${r.durable}`);
  check(duplicates === r.repeated, `duplicates ${duplicates}, repeated ${r.repeated}`);
  check(counted === r.orders, `counted ${counted}, orders ${r.orders}`);
  check(stored >= r.acknowledged, `acknowledged ${r.acknowledged}, stored ${stored}`);
  check(lost === 0, `refused or rejected ${lost}`);
  check(!r.refused, 'the server refused a request');
  check(kind === 'none' || r.faults > 0, 'nothing was disturbed');
  if (/x/.test(fault)) { if (problems.length) wrong++; print(); continue }      // several in a row: what the client gives up is not checked
  check(r.exit === 0, `the client ended with ${r.exit}`);
  check(gives ? r.dropped > 0 : r.dropped === 0, `dropped ${r.dropped}, expected ${gives || 'none'}`);
  check(gives === 'batch' ? r.durable === r.sent - r.dropped : r.durable === r.sent, `durable ${r.durable} of ${r.sent}`);
  if (problems.length) wrong++;
  print();
}
server.kill('SIGTERM');
const end = await ended;
if (end !== 0) wrong++;
console.log(JSON.stringify({ runs: clients.length * faults.length, wrong, server_ended: end, project: wrong ? dir : undefined }));
if (!wrong) fs.rmSync(dir, { recursive: true, force: true });
process.exit(wrong ? 1 : 0);
