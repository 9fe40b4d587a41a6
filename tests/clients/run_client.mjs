// Runs one client library through the faulty proxy and prints one JSON line.
//
//   node run_client.mjs NAME BASE KEY COUNT FAULT [OPTION]
//
// OPTION of node clients: 'bad' gives the library one more event, without a name.
//
//   sent          events the program gave to the library
//   acknowledged  distinct events whose success the client received
//   dropped       what the client gave up: neither acknowledged nor rejected
//   rejected      distinct events the server listed as unreadable
//   durable       distinct events the server answered with success, whether or not the client received it
//   orders        those of them named 'order placed'
//   repeated      events the server answered with success again; it must store them once
//   refused       answers of the server that are no success
//   exit          how the client's process ended
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProxy } from './faulty_proxy.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const NODE_CLIENTS = ['segment-node', 'rudder-node', 'posthog-node', 'amplitude-node', 'mixpanel-node'];
export const BROWSER_CLIENTS = ['segment-browser', 'posthog-browser', 'amplitude-browser', 'mixpanel-browser'];

export async function runClient(name, base, key, count, fault, { limitSeconds = 120, options = [] } = {}) {
  const node = NODE_CLIENTS.includes(name);
  if (!node && !BROWSER_CLIENTS.includes(name)) throw new Error(`unknown client '${name}'`);
  const proxy = await startProxy(base.replace(/\/+$/, ''), fault);
  const program = node ? [path.join(here, 'clients', name + '.mjs')] : [path.join(here, 'browser', 'browser.mjs'), name];
  const child = spawn(process.execPath, [...program, proxy.url, key, String(count), ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '', err = '', late = false;
  child.stdout.on('data', c => out += c);
  child.stderr.on('data', c => { if (err.length < 4000) err += c });
  const limit = setTimeout(() => { late = true; child.kill('SIGKILL') }, limitSeconds * 1000);
  const [code, signal] = await new Promise(r => child.on('close', (c, s) => r([c, s])));
  clearTimeout(limit);
  const saw = proxy.summary();
  await proxy.close();
  let told = {};
  try { told = JSON.parse(out.trim().split('\n').pop()) } catch { /* it ended before it could tell */ }
  const sent = told.sent ?? saw.seen;
  return {
    client: name, fault, sent, acknowledged: saw.acknowledged, dropped: sent - saw.acknowledged - saw.rejected,
    durable: saw.durable, orders: saw.orders, repeated: saw.repeated, rejected: saw.rejected, requests: saw.requests, faults: saw.faults,
    exit: late ? 'time limit' : signal || code,
    ...(saw.refused.length ? { refused: saw.refused } : {}), ...(saw.other.length ? { other: saw.other } : {}),
    ...(told.sent === undefined ? { told: false } : {}), ...(told.failed ? { told_failed: told.failed } : {}),
    ...(err.trim() && (code !== 0 || told.failed) ? { stderr: err.trim().slice(0, 300) } : {}),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, base, key, count, fault = 'none', ...options] = process.argv.slice(2);
  if (!count) { console.error('usage: node run_client.mjs NAME BASE KEY COUNT FAULT'); process.exit(2) }
  console.log(JSON.stringify(await runClient(name, base, key, Number(count), fault, { options })));
}
