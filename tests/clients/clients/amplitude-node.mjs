// No flush(): after an explicit flush this library repeats nothing.
import * as amplitude from '@amplitude/analytics-node';
import { base, key, count, USERS, user, anonymous, company, properties, when, bad, sleep, report } from './common.mjs';
await amplitude.init(key, { serverUrl: base + '/2/httpapi', logLevel: amplitude.Types.LogLevel.Error, flushIntervalMillis: 100, flushQueueSize: 50 }).promise;
// The library skips an event without a name itself, so the name is taken away behind that check.
amplitude.add({ name: 'bad', type: 'enrichment', execute: async event => event.event_type === 'bad one' ? { ...event, event_type: '' } : event });
const kinds = { track: 0, identify: 0, group: 0 };
report(kinds, () => failed);
const results = [];
let failed = 0;
const keep = (kind, result) => { kinds[kind]++; results.push(result.promise.then(r => { if (r.code !== 200) failed++ })) };
for (let u = 0; u < USERS; u++) {
  const person = new amplitude.Identify();
  person.set('email', `u${u}@example.com`); person.set('plan', 'pro'); person.setOnce('first', 'x'); person.add('logins', 1);
  keep('identify', amplitude.identify(person, { user_id: user(u), device_id: anonymous(u) }));
  const group = new amplitude.Identify();
  group.set('name', `Company ${u % 3}`); group.set('employees', 10 * u);
  keep('group', amplitude.groupIdentify('company', company(u), group, { user_id: user(u) }));
}
for (let i = 0; i < count; i++) {
  if (bad(i)) keep('track', amplitude.track('bad one', {}, { user_id: user(i) }));
  keep('track', amplitude.track('order placed', properties(i), { user_id: user(i), ...(i % 4 ? {} : { device_id: anonymous(i) }), ...(when(i) ? { time: when(i).getTime() } : {}), ...(i % 5 ? {} : { groups: { company: company(i) } }) }));
  if (i % 50 === 49) await sleep(60);
}
await Promise.all(results);
process.exit(0);
