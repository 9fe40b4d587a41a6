import { PostHog } from 'posthog-node';
import { base, key, count, USERS, user, anonymous, company, properties, when, bad, tick, sleep, report } from './common.mjs';
const posthog = new PostHog(key, { host: base, maxQueueSize: 100000, flushInterval: 200, fetchRetryDelay: 300, preloadFeatureFlags: false });
let failed = 0;
posthog.on('error', () => failed++);
const kinds = { track: 0, identify: 0, group: 0, alias: 0 };
report(kinds, () => failed);
for (let u = 0; u < USERS; u++) {
  posthog.identify({ distinctId: user(u), properties: { email: `u${u}@example.com`, plan: 'pro', $set_once: { first: 'x' }, $anon_distinct_id: anonymous(u) } }); kinds.identify++;
  posthog.groupIdentify({ groupType: 'company', groupKey: company(u), properties: { name: `Company ${u % 3}`, employees: 10 * u } }); kinds.group++;
  posthog.alias({ distinctId: user(u), alias: `old-${u}` }); kinds.alias++;
}
for (let i = 0; i < count; i++) {
  if (bad(i)) { posthog.capture({ distinctId: user(i), event: '', properties: {} }); kinds.track++ }
  posthog.capture({ distinctId: user(i), event: 'order placed', properties: properties(i), timestamp: when(i), ...(i % 5 ? {} : { groups: { company: company(i) } }) }); kinds.track++;
  if (i % 50 === 49) { await tick(); await sleep(20) }
}
await posthog.shutdown(60000);
process.exit(0);
