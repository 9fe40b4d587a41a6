// Opens a page of HTML in Chromium, off the network, on screens of several widths in light and dark,
// folded and unfolded, and prints as JSON what test_page.py asks about.
// Usage: node page_check.js MODULES PAGE.html
const path = require('path');
const [modules, page] = process.argv.slice(2).map((one) => path.resolve(one));
const {chromium} = require(path.join(modules, 'playwright-core'));
const axe = path.join(modules, 'axe-core', 'axe.min.js');

// Where things end, in pixels from the top, before anything is scrolled.
const measure = () => {
  const bottom = (selector) => {
    const shown = [...document.querySelectorAll(selector)].find((e) => e.getClientRects().length);
    return shown ? Math.ceil(shown.getBoundingClientRect().bottom) : null;
  };
  return {
    sideways: document.documentElement.scrollWidth - innerWidth,
    bottoms: {
      sentence: bottom('h1'),
      number: bottom('.number'),
      trend: bottom('figure svg'),
      verdicts: bottom('.verdicts'),
    },
    smallest: Math.min(...[...document.querySelectorAll('body *')]
        .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
        .filter((e) => e.getClientRects().length && !(e.checkVisibility && !e.checkVisibility()))
        .map((e) => {
          const svg = e.ownerSVGElement;
          const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
          return parseFloat(getComputedStyle(e).fontSize) * scale;
        })),
  };
};

// Each costs seconds: every width, both colors, folded and unfolded, but not all of them together.
const LOOKS = [
  {width: 1280, height: 800, colorScheme: 'light', unfolded: false},
  {width: 1280, height: 800, colorScheme: 'dark', unfolded: true},
  {width: 390, height: 844, colorScheme: 'dark', unfolded: false},
  {width: 390, height: 844, colorScheme: 'light', unfolded: true},
  {width: 360, height: 800, colorScheme: 'light', unfolded: true},
];

(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
  const looks = [];
  for (const look of LOOKS) {
    const {width, height, colorScheme} = look;
    const context = await browser.newContext({viewport: {width, height}, colorScheme, offline: true});
    const tab = await context.newPage();
    const errors = [];
    tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await tab.goto('file://' + page);
    if (look.unfolded)
      await tab.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    const measured = await tab.evaluate(measure);
    await tab.addScriptTag({path: axe});
    const found = await tab.evaluate(() => axe.run());
    const violations = found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`);
    looks.push({...look, ...measured, violations, errors});
    await context.close();
  }
  await browser.close();
  console.log(JSON.stringify(looks));
})();
