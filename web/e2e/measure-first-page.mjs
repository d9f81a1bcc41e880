// Measures the first page in Chromium as a first visitor gets it: the JavaScript that is fetched for it, and when it is
// painted with a processor four times as slow. Figures against their limits, with an exit status:
// `SEATLOG_URL=… node e2e/measure-first-page.mjs [PATH]`.
import { gzipSync } from 'node:zlib';
import { launch, visitor } from './browser.mjs';

const { SEATLOG_URL: url } = process.env;
const [path = '/'] = process.argv.slice(2);
if (!url) throw new Error('SEATLOG_URL=… node e2e/measure-first-page.mjs [PATH]');

const RUNS = 7;
const limits = { scriptBytes: 150_000, firstPaintMs: 1_000, largestPaintMs: 1_800 };

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

const browser = await launch();

/** One visit with an empty cache. */
async function visit(slowdown) {
  const { page, close } = await visitor(browser, url);
  const scripts = new Map();
  page.on('response', async (answer) => {
    if (/\.js($|\?)/.test(answer.url()) && answer.request().resourceType() === 'script') scripts.set(answer.url(), answer);
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto(path);
  // A slow processor may be silent for long before it asks for more, so silence is not the end.
  await page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('[aria-busy="true"]'));
  await page.waitForLoadState('networkidle');
  const paints = await page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list) => resolve({
      first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      largest: list.getEntries().at(-1)?.startTime,
      what: list.getEntries().at(-1)?.element?.tagName ?? '',
    })).observe({ type: 'largest-contentful-paint', buffered: true });
  }));
  const bodies = await Promise.all([...scripts.values()].map((answer) => answer.body()));
  const scriptBytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  await close();
  return { ...paints, scripts: scripts.size, scriptBytes };
}

let good = true;
for (const slowdown of [1, 4]) {
  const visits = [];
  for (let run = 0; run < RUNS; run += 1) visits.push(await visit(slowdown));
  const first = median(visits.map((one) => one.first));
  const largest = median(visits.map((one) => one.largest));
  const { scripts, scriptBytes, what } = visits[0];
  good &&= scriptBytes <= limits.scriptBytes && first <= limits.firstPaintMs && largest <= limits.largestPaintMs;
  console.log(`${path}, slowdown ${slowdown}: ${scripts} scripts, ${(scriptBytes / 1_000).toFixed(1)} kB gzipped (at most ${limits.scriptBytes / 1_000}); `
    + `first contentful paint ${Math.round(first)} ms (at most ${limits.firstPaintMs}), largest ${Math.round(largest)} ms, ${what} (at most ${limits.largestPaintMs}); medians of ${RUNS}`);
}
await browser.close();
process.exitCode = good ? 0 : 1;
