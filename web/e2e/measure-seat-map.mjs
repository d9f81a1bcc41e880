// Measures the seat map of a large event in Chromium: when it is first seen, and the time from frame to frame while
// it is panned by the mouse. Figures, not a test: `node e2e/measure-seat-map.mjs EVENT_ID` with SEATLOG_URL set.
import { launch, visitor } from './browser.mjs';

const [eventId] = process.argv.slice(2);
const { SEATLOG_URL: url } = process.env;
if (!eventId || !url) throw new Error('SEATLOG_URL=… node e2e/measure-seat-map.mjs EVENT_ID');

/** Steps of the mouse in one drag, there and back. */
const STEPS = 90;

const share = (sorted, part) => sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)];

/** The times between frames in milliseconds while `act` runs. */
async function frames(page, act) {
  await page.evaluate(() => {
    globalThis.frameTimes = [];
    let before;
    const look = (now) => {
      if (before !== undefined) globalThis.frameTimes.push(now - before);
      before = now;
      globalThis.looking = requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await act();
  return page.evaluate(() => {
    cancelAnimationFrame(globalThis.looking);
    return globalThis.frameTimes.sort((one, other) => one - other);
  });
}

async function drag(page, box) {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  for (let step = 1; step <= STEPS; step += 1) {
    const turn = (step / STEPS) * 2 * Math.PI;
    await page.mouse.move(middle.x + Math.sin(turn) * box.width * 0.45, middle.y + Math.sin(2 * turn) * box.height * 0.4);
  }
  await page.mouse.up();
}

const browser = await launch();
for (const slowdown of [1, 4]) {
  const { page, close } = await visitor(browser, url);
  const devtools = await page.context().newCDPSession(page);
  // The main thread's own time: on a busy machine it says more than the clock.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyMs = async () => (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto(`/events/${eventId}`);
  const canvas = page.getByRole('img', { name: 'The plan of the house' }).locator('canvas');
  await canvas.waitFor();
  const seen = await page.evaluate(() => performance.getEntriesByName('seat-map-drawn')[0]?.startTime);
  const busyAtFirst = await busyMs();
  await canvas.scrollIntoViewIfNeeded();
  console.log(`slowdown ${slowdown}: the map is drawn ${Math.round(seen)} ms after the address was opened, by ${Math.round(busyAtFirst)} ms of work`);
  for (const zooms of [0, 1, 1, 2]) {
    for (let press = 0; press < zooms; press += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
    const box = await canvas.boundingBox();
    await drag(page, box);
    const busyBefore = await busyMs();
    const times = await frames(page, async () => {
      for (let round = 0; round < 3; round += 1) await drag(page, box);
    });
    const work = (await busyMs()) - busyBefore;
    const late = times.filter((time) => time > 25).length;
    console.log(`  after ${zooms} zooms more: ${times.length} frames, p50 ${share(times, 0.5).toFixed(1)}, p95 ${share(times, 0.95).toFixed(1)}, `
      + `p99 ${share(times, 0.99).toFixed(1)}, most ${times.at(-1).toFixed(1)} ms; ${late} over 25 ms; ${(work / times.length).toFixed(1)} ms of work a frame`);
  }
  await close();
}
await browser.close();
