// An organiser uploads a picture and builds a plan in the page; a buyer sees both.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, inspectDialog, launch, violations, visitor } from './browser.mjs';
import { signIn } from './house.mjs';

const { SEATLOG_URL: url, SEATLOG_ADMIN_EMAIL: email, SEATLOG_ADMIN_PASSWORD: password } = process.env;
assert.ok(url, 'SEATLOG_URL must be set');

const name = `Aida ${Date.now().toString(36)}`;
const template = `Arena ${name}`;

let browser;
let admin;

before(async () => {
  browser = await launch();
  admin = await visitor(browser, url);
  await signIn(admin, url, { email, password });
});

after(async () => {
  await browser?.close();
});

const heading = (page, text) => page.getByRole('heading', { level: 1, name: text }).waitFor();
const handleOf = (page, section) => page.getByRole('list', { name: 'Sections on the plan' }).getByRole('button', { name: section });

test('a picture is uploaded by the page, and what is no picture is refused at the field', async () => {
  const { page } = admin;
  await page.goto('/admin/events/new');
  await heading(page, 'Create an event');
  const field = page.getByLabel('Upload a picture');
  await field.setInputFiles({ name: 'aida.png', mimeType: 'image/png', buffer: Buffer.from('<svg><script>alert(1)</script></svg>') });
  await page.getByText('This kind of file is not taken.').waitFor();
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 1200, height: 600 } });
  await field.setInputFiles({ name: 'aida.png', mimeType: 'image/png', buffer: picture });
  await page.waitForFunction(() => document.querySelector('input[name="image_url"]')?.value.includes('/uploads/images/'));
  const address = await page.getByLabel('Address of a picture').inputValue();
  assert.match(address, new RegExp(`^${url}/uploads/images/[0-9a-f]{64}-1600\\.jpg$`));
  await page.waitForFunction(() => [...document.images].some(({ src, naturalWidth }) => src.includes('/uploads/images/') && naturalWidth > 0));
});

test('a plan is built by keys alone: rows, aisles, a curve, places and where they stand', async () => {
  const { page } = admin;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Place', { exact: true }).fill('Arena di Verona');
  const start = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Starts').fill(`${start}T20:30`);
  await page.getByLabel('Section name').fill('Stalls');
  await page.getByLabel('Id', { exact: true }).fill('ST');
  await page.getByLabel('Price').fill('45');
  await page.getByText('Add many rows at once').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Number of rows').fill('10');
  await page.getByLabel('Label of the first row').fill('A');
  await page.getByLabel('Places in a row').fill('24');
  await page.getByLabel('Numbering').selectOption('From the middle: 5 3 1 2 4 6');
  await page.getByLabel('Aisles behind places').fill('6, 18x2');
  await page.getByLabel('Places without a seat').fill('1, 24');
  await page.getByRole('button', { name: 'Replace all rows' }).press('Enter');
  await page.getByText('220 seats in all').waitFor();
  await page.getByLabel('Curve, in degrees').fill('60');
  await page.getByRole('button', { name: 'Add standing room' }).press('Enter');
  await page.getByLabel('Section name').fill('Standing');
  await page.getByLabel('Id', { exact: true }).fill('GA');
  await page.getByLabel('Price').fill('25');
  await page.getByLabel('Number of places').fill('300');
  await handleOf(page, 'Standing').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await page.getByRole('button', { name: 'Redo' }).press('Enter');
  await page.getByRole('list', { name: 'Sections', exact: true }).getByRole('button', { name: 'Stalls' }).click();
  await inspect(page, 'editor-plan');
});

test('a section is dragged, and the plan is kept as a template', async () => {
  const { page } = admin;
  const handle = handleOf(page, 'Standing');
  await handle.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await handle.boundingBox();
  const before = await handle.getAttribute('aria-label');
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 60, y + height / 2 + 20, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction((was) => ![...document.querySelectorAll('[aria-label]')].some((one) => one.getAttribute('aria-label') === was), before);
  await page.getByRole('button', { name: 'Templates' }).click();
  await page.getByLabel('Name of a new template').fill(template);
  await page.getByRole('button', { name: 'Keep this plan' }).click();
  await page.getByRole('button', { name: `Begin with ${template}` }).waitFor();
  await inspectDialog(page, 'editor-templates');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Import' }).click();
  await page.getByLabel('Or paste its text').fill('{"sections": [{"id": "A"}]}');
  await page.getByRole('button', { name: 'Use this plan' }).click();
  await page.getByText('sections[0].kind:').waitFor();
  await inspectDialog(page, 'editor-import');
  await page.keyboard.press('Escape');
});

test('the event is created, and a buyer sees the picture and the plan', async () => {
  const { page } = admin;
  await page.getByRole('button', { name: 'Create the event' }).click();
  await heading(page, 'Manage events');
  const buyer = await visitor(browser, url);
  await buyer.page.goto(`/?q=${encodeURIComponent(name)}`);
  await buyer.page.waitForFunction(() => [...document.images].some(({ src, complete, naturalWidth }) => src.includes('/uploads/images/') && complete && naturalWidth > 0));
  await buyer.page.getByRole('link', { name }).first().click();
  await heading(buyer.page, name);
  await inspect(buyer.page, 'editor-buyer');
  assert.deepEqual(await violations(buyer.page), []);
  assert.deepEqual(buyer.errors, []);
  await buyer.close();
});

test('another event begins with the template', async () => {
  const { page } = admin;
  await page.goto('/admin/events/new');
  await heading(page, 'Create an event');
  await page.getByRole('button', { name: 'Templates' }).click();
  await page.getByRole('button', { name: `Begin with ${template}` }).click();
  await page.getByText('520 seats in all').waitFor();
  await page.getByRole('list', { name: 'Sections', exact: true }).getByRole('button', { name: 'Stalls' }).click();
  assert.equal(await page.getByLabel('Curve, in degrees').inputValue(), '60');
  await page.getByRole('button', { name: 'Templates' }).click();
  await page.getByRole('button', { name: `Delete ${template}`, exact: true }).click();
  await page.getByRole('button', { name: `Delete ${template} for good` }).click();
  await page.getByRole('button', { name: `Begin with ${template}` }).waitFor({ state: 'detached' });
  assert.deepEqual(admin.errors, []);
});
