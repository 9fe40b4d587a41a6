// The page names only cdnURL; apiHost, protocol and key come from the settings the server answers.
// Events take the user id when they are dispatched, so each user's are awaited.
import { AnalyticsBrowser } from '@segment/analytics-next';
import { base, key, count, options, USERS, user, company, properties, share, sleep, run } from './common.js';
let analytics;
run(async () => {
  const batching = options.includes('batching') ? { integrations: { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 10, timeout: 1000 } } } } } : {};
  analytics = AnalyticsBrowser.load({ writeKey: key, cdnURL: base }, { initialPageview: true, ...batching });
  await analytics.ready();
  const kinds = { track: 0, identify: 0, group: 0, alias: 0, page: 1, screen: 0 };
  let n = 0, waits = [];
  const drain = async () => { await Promise.all(waits); waits = [] };
  const track = async () => {
    const i = n++;
    waits.push(analytics.track('order placed', properties(i), i % 2 ? { timestamp: new Date(Date.now() - 86400e3 + i * 1000) } : undefined)); kinds.track++;
    if (waits.length >= 20) await drain();
  };
  for (let u = 0; u < USERS; u++) {
    const mine = share(u);
    let j = 0;
    await analytics.reset();
    for (; j < mine / 3; j++) await track();
    await drain();
    waits.push(analytics.identify(user(u), { email: `u${u}@example.com`, plan: 'pro' })); kinds.identify++;
    waits.push(analytics.group(company(u), { name: `Company ${u % 3}`, employees: 10 * u })); kinds.group++;
    waits.push(analytics.alias(user(u), `old-${u}`)); kinds.alias++;
    if (u === 0) { waits.push(analytics.screen('Main', { a: 1 })); kinds.screen++; waits.push(analytics.page('docs', 'Home', { extra: 1 })); kinds.page++ }
    for (; j < mine; j++) await track();
    await drain();
  }
  return kinds;
}, async () => { for (let i = 0; i < 3; i++) analytics.track('at unload', { i }); await sleep(100); return 3 });
