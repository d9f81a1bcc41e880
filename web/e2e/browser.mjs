// Debian's Chromium, driven without a window, and what every test wants to know of a page.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const results = fileURLToPath(new URL('../test-results/', import.meta.url));

const desktop = { width: 1280, height: 900 };
/** For how long anything is waited for; a machine that does much else may want more. */
const PATIENCE_MS = Number(process.env.SEATLOG_PATIENCE_MS ?? 20_000);

export const phone = { width: 360, height: 720 };

/** Starts the browser without what it would otherwise ask its maker's hosts. */
export async function launch() {
  await mkdir(results, { recursive: true });
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
    ],
  });
}

/** A visitor of their own, who must never meet an error: scripts that throw or that the policy blocks fail the test. */
export async function visitor(browser, url, settings = {}) {
  const context = await browser.newContext({ baseURL: url, viewport: desktop, locale: 'en-GB', timezoneId: 'Europe/Rome', colorScheme: 'light', ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // A refusal that the page explains is also listed by the browser; that is no error of the page.
    if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(message.text())) errors.push(message.text());
  });
  return { page, context, errors, close: () => context.close() };
}

/** Waits for what loads and moves. A notice under the mouse is paused, and would stay so for ever: it counts as still. */
async function settle(page) {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
}

/** By its place in the switch, which is the same in every language. */
async function useTheme(page, theme) {
  await page.getByRole('banner').getByRole('radio').nth(theme === 'light' ? 0 : 1).check({ force: true });
}

/** The rules of axe that the page breaks, all rules being on. */
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`);
}

/**
 * Looks at the page as it is now, in light and dark, on a desktop and on a phone: no rule of axe is broken,
 * nothing sticks out of a phone's screen, and a picture of each is kept.
 */
export async function inspect(page, name) {
  for (const theme of ['light', 'dark']) {
    await page.setViewportSize(desktop);
    await useTheme(page, theme);
    await settle(page);
    assert.deepEqual(await violations(page), [], `${name}, ${theme}`);
    await page.screenshot({ path: `${results}${name}-${theme}.png`, fullPage: true });
    await page.setViewportSize(phone);
    await settle(page);
    assert.deepEqual(await violations(page), [], `${name}, ${theme}, phone`);
    await mustFit(page, name);
    await page.screenshot({ path: `${results}${name}-${theme}-phone.png`, fullPage: true });
  }
  await page.setViewportSize(desktop);
  await useTheme(page, 'light');
  await settle(page);
}

/** Looks at a state of a page that was inspected before: in light on a desktop, in dark on a phone. */
export async function glance(page, name) {
  await useTheme(page, 'light');
  await settle(page);
  assert.deepEqual(await violations(page), [], `${name}, light`);
  await page.screenshot({ path: `${results}${name}-light.png`, fullPage: true });
  await useTheme(page, 'dark');
  await page.setViewportSize(phone);
  await settle(page);
  assert.deepEqual(await violations(page), [], `${name}, dark, phone`);
  await mustFit(page, name);
  await page.screenshot({ path: `${results}${name}-dark-phone.png`, fullPage: true });
  await page.setViewportSize(desktop);
  await useTheme(page, 'light');
}

/** Nothing sticks out of the screen. */
async function mustFit(page, name) {
  const { wide, screen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth,
  }));
  assert.ok(wide <= screen, `${name} is ${wide} pixels wide on a screen of ${screen}`);
}

/** Looks at an open dialog in both themes. It covers the theme switch, so the theme is set beside it. */
export async function inspectDialog(page, name) {
  for (const theme of ['dark', 'light']) {
    await page.evaluate((chosen) => { document.documentElement.dataset.theme = chosen; }, theme);
    await settle(page);
    assert.deepEqual(await violations(page), [], `${name}, ${theme}`);
    await page.screenshot({ path: `${results}${name}-${theme}.png` });
  }
}
