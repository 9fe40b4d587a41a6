export const given = new URLSearchParams(location.hash.slice(1));
export const base = given.get('base'), key = given.get('key'), count = Number(given.get('count') || 0), options = (given.get('options') || '').split(',');
export const USERS = 10, user = i => `user-${i % USERS}`, company = i => `company-${i % 3}`;
export const properties = i => ({ i, amount: i + 0.5, plan: i % 3 ? 'pro' : 'free', cart: { items: i % 7, coupon: { code: 'SAVE"10"', ok: true } }, tags: ['a', 'b', i], city: 'Zürich 東京 🎉', none: null });
export const sleep = ms => new Promise(r => setTimeout(r, ms));
// Users come one after the other, as a browser holds one identity at a time.
export const share = u => Math.floor(count * (u + 1) / USERS) - Math.floor(count * u / USERS);
// last() sends events as the page goes away, and returns how many.
export function run(program, last) {
  window.last = last;
  program().then(kinds => { window.result = kinds }, e => { window.result = { error: String(e && e.stack || e) } });
}
