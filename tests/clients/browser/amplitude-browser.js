// No flush(): after an explicit flush this library repeats nothing. Attribution, session start and page view come by themselves.
import * as amplitude from '@amplitude/analytics-browser';
import { base, key, count, options, USERS, user, company, properties, share, sleep, run } from './common.js';
run(async () => {
  await amplitude.init(key, {
    serverUrl: base + '/2/httpapi', fetchRemoteConfig: false, remoteConfig: { fetchRemoteConfig: false }, enableDiagnostics: false, logLevel: 1, flushIntervalMillis: 300,
    autocapture: { attribution: true, pageViews: true, sessions: true, formInteractions: false, fileDownloads: false, elementInteractions: false },
    enableRequestBodyCompression: options.includes('gzip'),
  }).promise;
  const kinds = { track: 0, identify: 0, group: 0, set_group: 0, revenue: 0, automatic: 3 };
  let n = 0, failed = 0, waits = [];
  const keep = (kind, result) => { kinds[kind]++; waits.push(result.promise.then(r => { if (r.code !== 200) failed++ })) };
  const drain = async () => { await Promise.all(waits); waits = [] };
  const track = () => { const i = n++; keep('track', amplitude.track('order placed', properties(i), i % 2 ? { time: Date.now() - 86400e3 + i * 1000 } : undefined)) };
  for (let u = 0; u < USERS; u++) {
    const mine = share(u);
    let j = 0;
    amplitude.reset();
    for (; j < mine / 3; j++) track();
    await drain();
    amplitude.setUserId(user(u));
    const person = new amplitude.Identify();
    person.set('email', `u${u}@example.com`); person.set('plan', 'pro'); person.setOnce('first', 'x');
    keep('identify', amplitude.identify(person));
    keep('set_group', amplitude.setGroup('company', company(u)));
    const group = new amplitude.Identify();
    group.set('name', `Company ${u % 3}`);
    keep('group', amplitude.groupIdentify('company', company(u), group));
    if (u === 0) keep('revenue', amplitude.revenue(new amplitude.Revenue().setProductId('p').setPrice(9.99).setQuantity(2)));
    for (; j < mine; j++) track();
    await drain();
  }
  return { ...kinds, failed };
}, async () => { for (let i = 0; i < 3; i++) amplitude.track('at unload', { i }); await sleep(50); return 3 });
window.addEventListener('pagehide', () => { amplitude.setTransport('beacon'); amplitude.flush() });   // as the library's guide tells
