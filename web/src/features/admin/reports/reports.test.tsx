import { fireEvent, screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { aBooking, aBucket, aFact, anEvent, anEventReport, aSectionReport, aSummary, boss, listOf, maria, reportOf } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';

const then = '2026-01-05T12:00:00.000Z';

/** The log began with the year; the summary knows every moment since. */
function logIsKnown() {
  answer('get', '/audit/facts', listOf([aFact({ position: 1, recorded_at: '2025-12-31T23:59:59.999276Z' })]));
  answer('get', '/events', listOf([anEvent()]));
  answer('get', '/reports/summary', ({ request }) => {
    const as_of = new URL(request.url).searchParams.get('as_of');
    return HttpResponse.json(as_of ? { ...aSummary, as_of, position: 40 } : { ...aSummary, as_of: '2026-01-09T12:00:00Z' });
  });
}

/** Answers a report, and remembers what it was asked. */
function reported(path: string, items: object[]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  answer('get', path, ({ request }) => {
    asked.push(new URL(request.url).searchParams);
    return request.headers.get('accept') === 'text/csv'
      ? new HttpResponse('position,seats\r\n1,2\r\n', { headers: { 'content-type': 'text/csv' } })
      : HttpResponse.json(reportOf(items));
  });
  return asked;
}

/** The files that the page gives to the browser. */
function savedFiles(): Blob[] {
  const files: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    files.push(file as Blob);
    return 'blob:file';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined);
  return files;
}

test('reports of now are all as of one position', async () => {
  logIsKnown();
  const asked = reported('/reports/events', [anEventReport({ name: 'شهرزاد 🎭' })]);
  const { user, location } = open('/admin/reports', boss);
  const row = await screen.findByRole('row', { name: /شهرزاد.*Published.*6.*14 of 56.*25%.*€630.00/ });
  expect(asked.at(-1)?.get('as_of')).toBe('80');
  expect(screen.getByText(/position 80 of the log/)).toBeDefined();
  expect(within(row).getByRole('link', { name: /14 of 56: the facts behind it/ }).getAttribute('href'))
    .toBe('/admin/reports/facts?figure=seats_sold&as_of=80&event_id=e-nabucco');
  await expectNoViolations();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Sort by' }), 'Revenue');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'Draft');
  await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'nab{Enter}');
  await vi.waitFor(() => expect(Object.fromEntries(asked.at(-1) ?? [])).toMatchObject({ sort: 'revenue_minor', status: 'draft', q: 'nab' }));
  expect(location()).toBe('/admin/reports?sort=revenue_minor&status=draft&q=nab');
});

test('the slider chooses the moment of every report, and the address keeps it', async () => {
  logIsKnown();
  const asked = reported('/reports/events', [anEventReport()]);
  const { user, location } = open('/admin/reports', boss);
  const slider = await screen.findByRole('slider', { name: 'As of' });
  await screen.findByRole('row', { name: /Nabucco/ });
  expect(slider.getAttribute('aria-valuetext')).toBe('Now');
  await vi.waitFor(() => expect(slider).toHaveProperty('disabled', false));
  fireEvent.change(slider, { target: { value: '0' } });
  await vi.waitFor(() => expect(location()).toBe('/admin/reports?as_of=2026-01-01T00%3A00%3A00.000Z'), 5_000);
  expect(await screen.findByText(/position 40 of the log/)).toBeDefined();
  await vi.waitFor(() => expect(asked.at(-1)?.get('as_of')).toBe('2026-01-01T00:00:00.000Z'));
  const sales = screen.getByRole('link', { name: 'Sales' });
  expect(sales.getAttribute('href')).toBe('/admin/reports/sales?as_of=2026-01-01T00%3A00%3A00.000Z');
  await user.click(screen.getByRole('button', { name: 'Now' }));
  expect(location()).toBe('/admin/reports');
});

test('a moment that does not exist is refused at its field', async () => {
  logIsKnown();
  reported('/reports/events', []);
  answer('get', '/reports/summary', ({ request }) => (new URL(request.url).searchParams.has('as_of')
    ? problem(422, 'validation', { errors: [{ field: 'as_of', message: 'must not be in the future' }] })
    : HttpResponse.json(aSummary)));
  open('/admin/reports?as_of=2099-01-01T00:00:00Z', boss);
  const field = await screen.findByLabelText('Moment');
  expect(await screen.findByText('must not be in the future')).toBeDefined();
  expect(field.getAttribute('aria-invalid')).toBe('true');
  await expectNoViolations();
});

test('a report is downloaded as of the moment that is shown', async () => {
  logIsKnown();
  const asked = reported('/reports/events', [anEventReport()]);
  const files = savedFiles();
  const { user } = open(`/admin/reports?as_of=${then}&status=draft`, boss);
  await screen.findByRole('row', { name: /Nabucco/ });
  await user.click(screen.getByRole('button', { name: 'Download as CSV' }));
  await vi.waitFor(() => expect(files).toHaveLength(1));
  expect(await files[0]?.text()).toBe('position,seats\r\n1,2\r\n');
  expect(asked.at(-1)?.get('as_of')).toBe(then);
  expect(asked.at(-1)?.get('status')).toBe('draft');
  answer('get', '/reports/events', () => problem(500, 'internal'));
  await user.click(screen.getByRole('button', { name: 'Download as CSV' }));
  expect(await screen.findByText(/The report cannot be downloaded/)).toBeDefined();
});

test('sales by the day lead to the facts of a day, and by the hour when that is wanted', async () => {
  logIsKnown();
  const asked = reported('/reports/sales', [aBucket('2026-01-01T00:00:00Z', 3), aBucket('2026-01-02T00:00:00Z', 0)]);
  const { user, location } = open(`/admin/reports/sales?as_of=${then}`, boss);
  const row = await screen.findByRole('row', { name: /Jan 1, 2026.*1.*3.*€135.00/ });
  expect(within(row).getByRole('link', { name: /^3: the facts behind it/ }).getAttribute('href'))
    .toContain('figure=seats_sold&as_of=2026-01-05T12%3A00%3A00.000Z&from=2026-01-01T00%3A00%3A00Z&to=2026-01-02T00%3A00%3A00.000Z');
  expect(asked.at(-1)?.get('to')).toBe('2026-01-06T00:00:00.000Z');
  expect(await screen.findByRole('img', { name: /Sales: 3 in all/ })).toBeDefined();
  await expectNoViolations();
  await user.selectOptions(screen.getByRole('combobox', { name: 'By' }), 'Hour');
  expect(location()).toContain('bucket=hour');
  answer('get', '/reports/sales', () => problem(422, 'validation', { errors: [{ field: 'to', message: 'must not be before from' }] }));
  fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-01-08' } });
  expect(await screen.findByText('must not be before from')).toBeDefined();
});

test('lost demand is told by event and over time', async () => {
  logIsKnown();
  reported('/reports/lost-demand', [aBucket('2026-01-01T00:00:00Z', 4)]);
  reported('/reports/lost-demand/events', [{ event_id: 'e-nabucco', name: 'Nabucco', holds: 2, seats: 4, value_minor: 18_000, currency: 'EUR' }]);
  open('/admin/reports/lost-demand', boss);
  const row = await screen.findByRole('row', { name: /Nabucco.*2.*4.*€180.00/ });
  expect(within(row).getByRole('link', { name: /^4: / }).getAttribute('href')).toContain('figure=lost_seats&as_of=80&event_id=e-nabucco');
  expect(await screen.findByRole('row', { name: /Jan 1, 2026.*4.*€180.00/ })).toBeDefined();
  await expectNoViolations();
});

test('cancellations, sections and the history of a user are shown', async () => {
  logIsKnown();
  reported('/reports/cancellations', [aBucket('2026-01-01T00:00:00Z', 2)]);
  const page = open('/admin/reports/cancellations', boss);
  expect(await screen.findByRole('row', { name: /Jan 1, 2026.*2.*€90.00/ })).toBeDefined();
  reported('/reports/events/e-nabucco/sections', [aSectionReport()]);
  await page.user.click(screen.getByRole('link', { name: 'Sections' }));
  expect(await screen.findByText('Choose an event to see its sections')).toBeDefined();
  await screen.findByRole('option', { name: 'Nabucco' });
  await page.user.selectOptions(screen.getByRole('combobox', { name: 'Event' }), 'Nabucco');
  expect(await screen.findByRole('row', { name: /Stalls.*€45.00.*3 of 6.*50%.*€135.00.*2.*€90.00/ })).toBeDefined();
  answer('get', '/admin/users', listOf([{ ...maria, created_at: then }]));
  reported('/reports/users/u-maria/bookings', [aBooking()]);
  await page.user.click(screen.getByRole('link', { name: 'User history' }));
  await screen.findByRole('option', { name: /Maria Rossi/ });
  await page.user.selectOptions(screen.getByRole('combobox', { name: 'User' }), 'Maria Rossi (maria@example.org)');
  expect(await screen.findByRole('row', { name: /SL7K2M9P.*Nabucco.*ST-A-1.*€45.00.*Confirmed/ })).toBeDefined();
  expect(page.location()).toContain('user_id=u-maria');
  await expectNoViolations();
});

test('the facts behind a figure lead into the log', async () => {
  logIsKnown();
  const asked = reported('/reports/facts', [{ position: 7, type: 'SeatsBooked', event_id: 'e-nabucco', happened_at: then, contribution: 2 }]);
  open(`/admin/reports/facts?figure=seats_sold&event_id=e-nabucco&from=${then}`, boss);
  const row = await screen.findByRole('row', { name: /7.*SeatsBooked.*e-nabucco.*2/ });
  expect(within(row).getByRole('link', { name: '7' }).getAttribute('href')).toBe('/admin/audit?after=6');
  expect(Object.fromEntries(asked.at(-1) ?? [])).toMatchObject({ figure: 'seats_sold', event_id: 'e-nabucco', from: then, as_of: '80' });
  await expectNoViolations();
});

test.each([
  ['/admin/reports', '/reports/events', 'No event matches'],
  ['/admin/reports/sales', '/reports/sales', 'Nothing happened in these days'],
  ['/admin/reports/sections?event_id=e-nabucco', '/reports/events/e-nabucco/sections', 'This event has no sections'],
  ['/admin/reports/facts', '/reports/facts', 'No fact matches'],
])('%s explains a failure, and that there is nothing', async (address, path, nothing) => {
  logIsKnown();
  answer('get', path, () => problem(500, 'internal'));
  const { user } = open(address, boss);
  expect(await screen.findByText('The report cannot be shown')).toBeDefined();
  reported(path, []);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(nothing)).toBeDefined();
});
