// Runs a browser library in a headless Chromium on a page of its own origin.
//
//   node browser.mjs NAME BASE KEY COUNT [OPTION,OPTION] [--unload]
//
// Environment: CHROMIUM names the program; QUIET is how many ms without a request end the run.
// --unload leaves the page with three events still queued.
import { build } from 'esbuild';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const unload = process.argv.includes('--unload');
const [name, base, key, count, options = ''] = process.argv.slice(2).filter(a => a !== '--unload');
if (!count) { console.error('usage: node browser.mjs NAME BASE KEY COUNT [OPTIONS] [--unload]'); process.exit(2) }
const onPath = n => (process.env.PATH || '').split(path.delimiter).map(d => path.join(d, n)).find(f => fs.existsSync(f));
const program = process.env.CHROMIUM || ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);
if (!program) { console.error('no Chromium: set CHROMIUM'); process.exit(3) }
const sleep = ms => new Promise(r => setTimeout(r, ms));

const bundle = await build({ entryPoints: [path.join(here, name + '.js')], bundle: true, write: false, format: 'iife', platform: 'browser', logLevel: 'warning', define: { 'process.env.NODE_ENV': '"production"', global: 'window' } });
const script = Buffer.from(bundle.outputFiles[0].contents);
const pages = http.createServer((request, response) => {
  const at = request.url.split('?')[0];
  if (at === '/page') { response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }); return response.end('<!doctype html><title>page</title><body>page<script src="/client.js"></script>') }
  if (at === '/client.js') { response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' }); return response.end(script) }
  response.writeHead(204); response.end();
});
await new Promise(r => pages.listen(Number(process.env.PAGE_PORT || 0), '127.0.0.1', r));
const origin = `http://127.0.0.1:${pages.address().port}`;

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'northstar-browser-'));
const browser = await puppeteer.launch({ executablePath: program, headless: true, userDataDir: profile, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'] });
let status = 0;
try {
  const page = await browser.newPage();
  const foreign = new Set(), open = new Set();
  let last = Date.now();
  page.on('request', q => { last = Date.now(); if (q.url().startsWith(base)) open.add(q); else if (!q.url().startsWith(origin) && !q.url().startsWith('data:')) foreign.add(new URL(q.url()).origin) });
  const ended = q => { open.delete(q); last = Date.now() };
  page.on('requestfinished', ended); page.on('requestfailed', ended);
  page.on('pageerror', e => console.error('page', String(e).slice(0, 500)));
  await page.goto(`${origin}/page?utm_source=test&utm_campaign=c#` + new URLSearchParams({ base, key, count, options }), { waitUntil: 'load' });
  await page.waitForFunction('window.result', { timeout: 300000, polling: 100 });
  const kinds = await page.evaluate('window.result');
  if (kinds.error) { console.error(kinds.error); status = 1 }
  const quiet = Number(process.env.QUIET) || 7000;
  while ((open.size && Date.now() - last < 60000) || Date.now() - last < quiet) await sleep(100);
  if (unload) { kinds.at_unload = await page.evaluate('window.last()'); await page.goto('about:blank'); await sleep(3000) }
  const { failed = 0, error, ...given } = kinds;
  const sent = Object.values(given).reduce((a, b) => a + b, 0);
  console.log(JSON.stringify({ sent, failed, ...given, ...(foreign.size ? { foreign: [...foreign] } : {}) }));
} finally { await browser.close(); pages.close(); fs.rmSync(profile, { recursive: true, force: true }) }
process.exit(status);
