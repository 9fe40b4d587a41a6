// No errorHandler: then a failure that is not repeated ends the process, as it does in most programs.
import Analytics from '@rudderstack/rudder-sdk-node';
import { base, key, count, USERS, user, anonymous, company, properties, when, bad, sleep, report } from './common.mjs';
const analytics = new Analytics(key, { dataPlaneUrl: base, logLevel: 'error', flushInterval: 100 });
const kinds = { track: 0, identify: 0, group: 0, alias: 0 };
report(kinds, () => failed);
let back = 0, failed = 0, sent = 0;
const callback = error => { back++; if (error) failed++ };
const count1 = kind => { kinds[kind]++; sent++ };
const drain = async () => { while (back < sent) await sleep(5) };
for (let u = 0; u < USERS; u++) {
  analytics.identify({ userId: user(u), anonymousId: anonymous(u), traits: { email: `u${u}@example.com`, plan: 'pro' } }, callback); count1('identify');
  analytics.group({ userId: user(u), groupId: company(u), traits: { name: `Company ${u % 3}`, employees: 10 * u } }, callback); count1('group');
  analytics.alias({ userId: user(u), previousId: `old-${u}` }, callback); count1('alias');
}
for (let i = 0; i < count; i++) {
  if (bad(i)) { analytics.enqueue('track', { userId: user(i), event: '', properties: {} }, callback); count1('track') }    // track() itself throws
  const message = { userId: user(i), event: 'order placed', properties: properties(i) };
  if (i % 4 === 0) message.anonymousId = anonymous(i);
  if (when(i)) { if (i % 4 === 1) message.originalTimestamp = when(i); else message.timestamp = when(i) }
  analytics.track(message, callback); count1('track');
  if (i % 100 === 99) await drain();
}
await drain();
process.exit(0);
