// set_group sends a people update besides; alias is followed by an identify of the library's own.
import mixpanel from 'mixpanel-browser/dist/mixpanel-core.cjs.js';
import { base, key, count, options, USERS, user, company, properties, share, sleep, run } from './common.js';
run(async () => {
  await new Promise(r => mixpanel.init(key, { api_host: base, track_pageview: true, persistence: 'localStorage', batch_flush_interval_ms: 1000, ...(options.includes('json') ? { api_payload_format: 'json' } : {}), loaded: r }));
  const kinds = { track: 0, identify: 0, people: 0, groups: 0, alias: 0, automatic: 1 };
  let n = 0;
  const track = async () => { mixpanel.track('order placed', properties(n++)); kinds.track++; if (kinds.track % 25 === 0) await sleep(20) };
  for (let u = 0; u < USERS; u++) {
    const mine = share(u);
    let j = 0;
    mixpanel.reset();
    for (; j < mine / 3; j++) await track();
    mixpanel.identify(user(u)); kinds.identify++;
    mixpanel.people.set({ $email: `u${u}@example.com`, plan: 'pro' }); kinds.people++;
    mixpanel.set_group('company', company(u)); kinds.people++;
    mixpanel.get_group('company', company(u)).set({ $name: `Company ${u % 3}`, employees: 10 * u }); kinds.groups++;
    if (u === 0) { mixpanel.alias('alias-0', user(u)); kinds.alias++; kinds.automatic++; await sleep(300); mixpanel.people.increment('logins'); mixpanel.people.append('list', 'x'); kinds.people += 2 }
    for (; j < mine; j++) await track();
    await sleep(50);
  }
  return kinds;
}, async () => { for (let i = 0; i < 3; i++) mixpanel.track('at unload', { i }); await sleep(300); return 3 });
