// Batches first, then single events, people, groups and aliases. Only import needs the old api_key over plain HTTP.
import { randomUUID } from 'node:crypto';
import Mixpanel from 'mixpanel';
import { base, key, count, USERS, user, anonymous, company, properties, when, option, report } from './common.mjs';
const address = new URL(base);
const config = { host: address.hostname, port: address.port, protocol: 'http', keepAlive: true };
const mixpanel = Mixpanel.init(key, config), importer = Mixpanel.init(key, { ...config, key });
const kinds = { track_batch: 0, import_batch: 0, track: 0, people: 0, groups: 0, alias: 0 };
report(kinds, () => failed);
let failed = 0;
const run = (n, call) => new Promise(r => call(errors => { const e = (Array.isArray(errors) ? errors : [errors]).filter(Boolean); if (e.length) { console.error(String(e[0])); failed += n === 1 ? 1 : e.length } r() }));
const event = i => ({ distinct_id: user(i), ...properties(i), ...(i % 5 ? {} : { company: company(i) }) });
const third = Math.ceil(count / 3);
let i = 0;
const batch = option === 'bad' ? [{ event: '', properties: { distinct_id: user(0) } }] : [];
for (; i < third; i++) batch.push({ event: 'order placed', properties: { ...event(i), ...(when(i) ? { time: when(i), $insert_id: randomUUID() } : {}) } });
kinds.track_batch = batch.length;
await run(batch.length, cb => mixpanel.track_batch(batch, { max_concurrent_requests: 2 }, cb));
const old = [];
for (; i < 2 * third && i < count; i++) old.push({ event: 'order placed', properties: { ...event(i), time: when(i) || new Date(), $insert_id: randomUUID() } });
kinds.import_batch = old.length;
if (old.length) await run(old.length, cb => importer.import_batch(old, { max_concurrent_requests: 2 }, cb));
for (; i < count; i++) { const n = i; kinds.track++; await run(1, cb => mixpanel.track('order placed', { ...event(n), ...(when(n) ? { time: when(n) } : {}) }, cb)) }
for (let u = 0; u < USERS; u++) {
  await run(1, cb => mixpanel.people.set(user(u), { $email: `u${u}@example.com`, plan: 'pro' }, cb)); kinds.people++;
  await run(1, cb => mixpanel.groups.set('company', `company-${u}`, { $name: `Company ${u}`, employees: 10 * u }, cb)); kinds.groups++;
  await run(1, cb => mixpanel.alias(user(u), anonymous(u), cb)); kinds.alias++;
}
process.exit(0);
