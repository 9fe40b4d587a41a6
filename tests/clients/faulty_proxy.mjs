// A proxy between a client and the server that disturbs requests with events.
//
//   node faulty_proxy.mjs BASE FAULT     prints {"url","pid"}; on SIGTERM prints what it saw and ends
//
// FAULT is KIND, KIND@N (the N-th request with events instead of the first), or KIND@NxM (M requests from there on):
//   none             passes everything on
//   429, 500, 503    answers that itself, without passing the request on
//   429-retry-after  the same with Retry-After: 1
//   reset-before     reads the request and resets the connection, without passing it on
//   reset-after      passes the request on, waits for the whole answer, then resets the client's connection
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { eventsOf } from './events.mjs';

export const KINDS = ['none', '429', '429-retry-after', '500', '503', 'reset-before', 'reset-after'];

export function parseFault(text) {
  const m = /^([a-z0-9-]+?)(?:@(\d+)(?:x(\d+))?)?$/.exec(text);
  if (!m || !KINDS.includes(m[1])) throw new Error(`unknown fault '${text}'; there are ${KINDS.join(', ')}`);
  return { kind: m[1], from: Number(m[2] || 1), times: Number(m[3] || 1) };
}

export async function startProxy(base, faultText) {
  const fault = parseFault(faultText), upstream = new URL(base);
  const agent = new http.Agent({ keepAlive: true });
  const log = [];              // one entry per request with events
  const other = [];            // answers to other requests that are no success
  let self;

  const server = http.createServer({ maxHeaderSize: 256 << 10 }, (request, response) => {
    const chunks = [];
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('data', c => chunks.push(c));
    request.on('end', () => handle(request, response, Buffer.concat(chunks)));
  });

  function handle(request, response, body) {
    const events = eventsOf(request.method, request.url, body);
    let entry, hit = false;
    if (events) {
      entry = { at: Date.now(), events, fault: null, passed: false, status: 0, ok: false, kept: false, rejected: new Set(), reached: false };
      log.push(entry);
      hit = fault.kind !== 'none' && log.length >= fault.from && log.length < fault.from + fault.times;
      if (hit) entry.fault = fault.kind;
    }
    if (hit && fault.kind === 'reset-before') return request.socket.resetAndDestroy();
    if (hit && fault.kind !== 'reset-after') return refuse(request, response, fault.kind);
    if (entry) entry.passed = true;
    pass(request, body, (answer, bytes) => {
      if (entry) judge(entry, request, answer, bytes);
      else if (!answer || answer.statusCode >= 400) other.push(`${request.method} ${request.url.split('?')[0]} ${answer ? answer.statusCode : 'no answer'}`);
      if (!answer || hit) return request.socket.resetAndDestroy();
      const settings = /^\/v1\/projects\/[^/]+\/settings$/.test(request.url);      // names the server; the client must come here again
      if (settings) bytes = Buffer.from(bytes.toString('utf8').replaceAll(upstream.host, new URL(self.url).host));
      const headers = [];
      for (let i = 0; i < answer.rawHeaders.length; i += 2) {
        const name = answer.rawHeaders[i];
        if (!/^(connection|keep-alive|transfer-encoding|content-length)$/i.test(name)) headers.push(name, answer.rawHeaders[i + 1]);
      }
      if (answer.statusCode !== 204) headers.push('Content-Length', String(bytes.length));
      response.writeHead(answer.statusCode, headers);
      response.end(bytes, () => { if (entry?.ok) entry.reached = true });
    });
  }

  function pass(request, body, done) {
    const headers = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      const name = request.rawHeaders[i];
      if (/^(connection|keep-alive)$/i.test(name)) continue;
      headers.push(name, /^host$/i.test(name) ? upstream.host : request.rawHeaders[i + 1]);
    }
    const up = http.request({ agent, host: upstream.hostname, port: upstream.port, method: request.method, path: request.url, headers }, answer => {
      const chunks = [];
      answer.on('data', c => chunks.push(c));
      answer.on('end', () => done(answer, Buffer.concat(chunks)));
      answer.on('error', () => done());
    });
    up.on('error', () => done());
    up.end(body);
  }

  // ok: success as the client understands it. Either way the answer may list events that were not taken; the others are.
  function judge(entry, request, answer, bytes) {
    if (!answer) return;
    entry.status = answer.statusCode;
    let json;
    try { json = JSON.parse(bytes.toString('utf8')) } catch { /* no JSON */ }
    const listed = Array.isArray(json?.rejected);
    entry.rejected = new Set(listed ? json.rejected.map(r => r.index) : []);
    const success = answer.statusCode >= 200 && answer.statusCode < 300, at = request.url.split('?')[0];
    if (/^\/(track|import|engage|groups)\/?$/.test(at)) entry.ok = success && (/[?&]verbose=1/.test(request.url) ? json?.status === 1 : json === 1);
    else if (/^\/2\/httpapi\/?$/.test(at)) entry.ok = json?.code === 200;
    else if (/^\/e\/?$/.test(at)) entry.ok = answer.statusCode === 200;
    else entry.ok = success;
    entry.kept = entry.ok || (listed && (success || answer.statusCode === 400));
    if (!entry.ok) entry.answer = bytes.toString('utf8').slice(0, 500);
  }

  function refuse(request, response, kind) {
    const status = Number(kind.slice(0, 3)), origin = request.headers.origin;
    const headers = { 'Content-Type': 'application/json' };
    if (kind === '429-retry-after') headers['Retry-After'] = '1';
    if (origin) Object.assign(headers, { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Expose-Headers': 'Retry-After', Vary: 'Origin' });
    response.writeHead(status, headers);
    response.end(JSON.stringify({ code: status, error: 'disturbed' }));
  }

  server.keepAliveTimeout = 60000;
  server.on('clientError', (e, socket) => socket.destroy());
  await new Promise(r => server.listen(0, '127.0.0.1', r));
  self = {
    url: `http://127.0.0.1:${server.address().port}`,
    log,
    // acknowledged, durable, orders, seen: distinct events; repeated: durable more than once
    summary() {
      const seen = new Set(), acknowledged = new Set(), durable = new Set();
      const rejected = new Set();
      let repeated = 0, orders = 0;
      for (const e of log) {
        e.events.forEach(({ id, name }, i) => {
          seen.add(id);
          if (e.rejected.has(i)) { rejected.add(id); return }
          if (e.kept) {
            if (durable.has(id)) repeated++;
            else if (name === 'order placed') orders++;
            durable.add(id);
          }
          if (e.reached) acknowledged.add(id);
        })
      }
      const refused = log.filter(e => e.passed && !e.kept).map(e => ({ status: e.status, events: e.events.length, answer: e.answer }));
      return { seen: seen.size, acknowledged: acknowledged.size, durable: durable.size, orders, repeated, rejected: rejected.size, requests: log.length, faults: log.filter(e => e.fault).length, refused, other };
    },
    async close() { server.closeAllConnections(); await new Promise(r => server.close(r)); agent.destroy() },
  };
  return self;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [base, fault = 'none'] = process.argv.slice(2);
  if (!base) { console.error('usage: node faulty_proxy.mjs BASE FAULT'); process.exit(2) }
  const proxy = await startProxy(base, fault);
  console.log(JSON.stringify({ url: proxy.url, pid: process.pid }));
  process.on('SIGTERM', async () => { console.log(JSON.stringify(proxy.summary())); await proxy.close(); process.exit(0) });
}
