// Takes a picture of every page of the built program, in light and dark and on a phone, into `web/screenshots`.
// `dev/screenshots` starts the program with demo data and runs this.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch, phone, visitor } from '../e2e/browser.mjs';
import { furnish } from './furnish.mjs';
import { pages } from './screenshot-pages.mjs';

const { SEATLOG_URL: url, SEATLOG_ONLY: only } = process.env;
if (!url) throw new Error('run dev/screenshots, which sets SEATLOG_URL');

const target = fileURLToPath(new URL('../screenshots/', import.meta.url));
/** A page that is longer is cut: what matters stands above. */
const MOST_HIGH = { desktop: 1_400, phone: 1_600 };
const QUALITY = 72;
/** How many frames what draws itself in steps may need. */
const FRAMES = 60;
/** Pictures may be taken on a busy machine. */
const PATIENCE_MS = 90_000;

const looks = [
  { name: 'light', settings: { colorScheme: 'light' }, high: MOST_HIGH.desktop },
  { name: 'dark', settings: { colorScheme: 'dark' }, high: MOST_HIGH.desktop },
  { name: 'phone', settings: { colorScheme: 'light', viewport: phone, hasTouch: true, isMobile: true }, high: MOST_HIGH.phone },
];

/** Waits for what loads and moves, then for the pictures. */
async function settle(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.waitForFunction(() => [...document.images].every(({ complete, loading }) => complete || loading === 'lazy'));
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
}

/** The page, and as much of what is below the screen as is wanted. */
async function picture(page, most) {
  const before = page.viewportSize();
  const { width, full } = await page.evaluate(() => ({ width: document.documentElement.clientWidth, full: document.documentElement.scrollHeight }));
  const height = Math.min(full, most);
  // A screen that high, not a picture beyond the screen: that resizes what draws itself in steps at the last moment.
  await page.setViewportSize({ width: before.width, height });
  await page.evaluate((frames) => new Promise((done) => {
    window.scrollTo(0, 0);
    const next = (left) => (left > 0 ? requestAnimationFrame(() => next(left - 1)) : done());
    next(frames);
  }), FRAMES);
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', {
    format: 'webp', quality: QUALITY, clip: { x: 0, y: 0, width, height, scale: 1 },
  });
  await devtools.detach();
  await page.setViewportSize(before);
  return Buffer.from(data, 'base64');
}

const house = await furnish(url);
const browser = await launch();
if (!only) await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
let bytes = 0;
const failed = [];
for (const { name: look, settings, high } of looks) {
  const contexts = new Map();
  for (const { name, as, path, prepare } of pages(house)) {
    if (only && !new RegExp(only).test(name)) continue;
    const key = as?.email ?? 'guest';
    if (!contexts.has(key)) {
      const opened = await visitor(browser, url, settings);
      opened.page.setDefaultTimeout(PATIENCE_MS);
      opened.page.setDefaultNavigationTimeout(PATIENCE_MS);
      if (as) await opened.page.request.post(`${url}/api/v1/auth/login`, { data: { email: as.email, password: as.password }, headers: { origin: url } });
      contexts.set(key, opened);
    }
    const { page } = contexts.get(key);
    try {
      await page.goto(path);
      await settle(page);
      await prepare?.(page);
      await settle(page);
      const image = await picture(page, high);
      bytes += image.length;
      await writeFile(`${target}${name}-${look}.webp`, image);
    } catch (error) {
      failed.push(`${name}, ${look}: ${String(error).split('\n')[0]}`);
    }
  }
  for (const { close } of contexts.values()) await close();
}
await browser.close();
console.log(`${(bytes / 1_000_000).toFixed(1)} MB in ${target}`);
for (const failure of failed) console.error(failure);
process.exitCode = failed.length > 0 ? 1 : 0;
