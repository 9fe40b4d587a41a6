import { Analytics } from '@segment/analytics-node';
import { base, key, count, USERS, user, anonymous, company, properties, when, bad, tick, sleep, report } from './common.mjs';
const analytics = new Analytics({ writeKey: key, host: base, flushInterval: 200 });
const kinds = { track: 0, identify: 0, group: 0, alias: 0 };
report(kinds, () => failed);
let ok = 0, failed = 0, sent = 0;
const back = error => { error ? failed++ : ok++ };
const count1 = kind => { kinds[kind]++; sent++ };
for (let u = 0; u < USERS; u++) {
  analytics.identify({ userId: user(u), anonymousId: anonymous(u), traits: { email: `u${u}@example.com`, plan: 'pro' } }, back); count1('identify');
  analytics.group({ userId: user(u), groupId: company(u), traits: { name: `Company ${u % 3}`, employees: 10 * u } }, back); count1('group');
  analytics.alias({ userId: user(u), previousId: `old-${u}` }, back); count1('alias');
}
for (let i = 0; i < count; i++) {
  if (bad(i)) { analytics.track({ userId: user(i), event: '', properties: {} }, back); count1('track') }
  analytics.track({ userId: user(i), ...(i % 4 ? {} : { anonymousId: anonymous(i) }), event: 'order placed', properties: properties(i), timestamp: when(i) }, back); count1('track');
  if (i % 50 === 49) { await tick(); while (sent - ok - failed > 300) await sleep(2) }
}
while (ok + failed < sent) await sleep(20);
process.exit(0);
