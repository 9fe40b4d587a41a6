// Without opt_out_useragent_filter the library drops every event of a headless browser.
import posthog from 'posthog-js';
import { base, key, count, options, USERS, user, company, properties, share, sleep, run } from './common.js';
run(async () => {
  await new Promise(r => posthog.init(key, {
    api_host: base, opt_out_useragent_filter: true, disable_session_recording: true, disable_surveys: true, persistence: 'localStorage', person_profiles: 'identified_only',
    rate_limiting: { events_per_second: 10000, events_burst_limit: 1000000 }, disable_compression: options.includes('plain'), loaded: r,
  }));
  const kinds = { track: 0, identify: 0, group: 0, alias: 0, pageview: 1, set: 0 };
  let n = 0;
  const track = async () => {
    const i = n++;
    posthog.capture('order placed', properties(i), i % 2 ? { timestamp: new Date(Date.now() - 86400e3 + i * 1000) } : undefined); kinds.track++;
    if (kinds.track % 50 === 0) await sleep(20);
  };
  for (let u = 0; u < USERS; u++) {
    const mine = share(u);
    let j = 0;
    posthog.reset(true);
    for (; j < mine / 3; j++) await track();
    posthog.identify(user(u), { email: `u${u}@example.com`, plan: 'pro' }, { first: 'x' }); kinds.identify++;
    posthog.group('company', company(u), { name: `Company ${u % 3}`, employees: 10 * u }); kinds.group++;
    posthog.alias(`old-${u}`, user(u)); kinds.alias++;
    if (u === 0) { posthog.setPersonProperties({ later: 1 }, { once: 2 }); kinds.set++ }
    for (; j < mine; j++) await track();
    await sleep(50);
  }
  return kinds;
}, async () => { for (let i = 0; i < 3; i++) posthog.capture('at unload', { i }); return 3 });
