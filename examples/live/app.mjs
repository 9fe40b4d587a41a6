// An app that sends an order every few milliseconds with Segment's library, which sends again what had no answer.
//   node app.mjs BASE KEY COUNT
import { Analytics } from '@segment/analytics-node';

const [base, key, count] = process.argv.slice(2);
const analytics = new Analytics({ writeKey: key, host: base, flushAt: 20, flushInterval: 200, maxRetries: 20 });
for (let i = 0; i < Number(count); i++) {
  analytics.track({ userId: `user-${i % 50}`, event: 'order placed', properties: { plan: i % 3 ? 'free' : 'pro', amount: i } });
  await new Promise(done => setTimeout(done, 4));
}
await analytics.closeAndFlush({ timeout: 60000 });
