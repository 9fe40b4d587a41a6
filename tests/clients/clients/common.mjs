// What all programs share: arguments, made-up users and properties, and the last line.
import fs from 'node:fs';
export const [base, key, countText, option] = process.argv.slice(2);
if (!base || !key || !countText) { console.error('usage: node NAME.mjs BASE KEY COUNT [bad]'); process.exit(2) }
export const count = Number(countText);
export const bad = i => option === 'bad' && i === (count >> 1);     // before this one, an event without a name
export const USERS = 10;
export const user = i => `user-${i % USERS}`;
export const anonymous = i => `anon-${i % USERS}`;
export const company = i => `company-${i % 3}`;
const pad = 'x'.repeat(Number(process.env.PAD || 0));       // PAD: bytes to make each event larger by
export const properties = i => ({ i, amount: i + 0.5, plan: i % 3 ? 'pro' : 'free', cart: { items: i % 7, coupon: { code: 'SAVE"10"', ok: true } }, tags: ['a', 'b', i], city: 'Zürich 東京 🎉', none: null, ...(pad && { pad }) });
// Half of the events carry their own time, within the last days; half take the library's.
const start = Date.now() - 3 * 86400e3;
export const when = i => i % 2 ? new Date(start + (i * 60e3) % (2 * 86400e3)) : undefined;
export const tick = () => new Promise(r => setImmediate(r));
export const sleep = ms => new Promise(r => setTimeout(r, ms));
// Tells at the end, even at an early one, how many events of each kind the library was given and how many it reported as lost.
export function report(kinds, failed) {
  process.on('exit', code => fs.writeSync(1, JSON.stringify({ sent: Object.values(kinds).reduce((a, b) => a + b, 0), failed: failed(), ended: code, ...kinds }) + '\n'));
}
