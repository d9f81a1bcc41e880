import { screen, within } from '@testing-library/react';
import { act } from 'react';
import { HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { FOLLOW_SECS } from '@/api/reports';
import { expectNoViolations } from '@/testing/axe';
import { aBucket, anEvent, anEventReport, aSectionReport, aSeatMap, aSummary, boss, listOf, reportOf } from '@/testing/fixtures';
import { streamOpens, streamSays } from '@/testing/live';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';
import { heatOf, warmth } from './heat';

function houseReports() {
  answer('get', '/reports/summary', aSummary);
  answer('get', '/reports/events', reportOf([anEventReport()]));
  answer('get', '/reports/sales', reportOf([aBucket('2027-01-01T00:00:00Z', 3), aBucket('2027-01-02T00:00:00Z', -1)]));
  answer('get', '/reports/lost-demand', reportOf([aBucket('2027-01-01T00:00:00Z', 7)]));
  answer('get', '/events', listOf([anEvent()]));
  answer('get', '/events/e-nabucco', anEvent());
  answer('get', '/events/e-nabucco/seats', aSeatMap());
  answer('get', '/reports/events/e-nabucco/sections', reportOf([aSectionReport()]));
}

test('the overview shows totals, charts with their figures as tables, and the plan of the best seller', async () => {
  houseReports();
  const { user } = open('/admin', boss);
  const totals = await screen.findByRole('region', { name: 'Totals' });
  expect(within(totals).getByText('€1,234.50')).toBeDefined();
  expect(within(totals).getByText('31')).toBeDefined();
  expect(await screen.findByRole('row', { name: /Nabucco.*14 of 56.*25%.*€630.00/ })).toBeDefined();
  expect(await screen.findByRole('img', { name: /Seats sold over time: 2 in all, at most 3/ })).toBeDefined();
  expect(await screen.findByRole('img', { name: /Revenue over time, EUR: €90.00 in all/ })).toBeDefined();
  expect(await screen.findByRole('img', { name: /Lost demand over time: 7 in all/ })).toBeDefined();
  expect(await screen.findByRole('img', { name: /The plan of Nabucco/ })).toBeDefined();
  expect(await screen.findByRole('row', { name: /Stalls.*3 of 6.*50%.*€135.00/ })).toBeDefined();
  const revenue = within(screen.getByRole('region', { name: 'Revenue over time, EUR' }));
  await user.click(revenue.getByText('The figures as a table'));
  expect(await revenue.findByRole('row', { name: /Jan 1, 2027.*€135.00/ })).toBeDefined();
  await expectNoViolations();
});

test('event, range and currency are in the address', async () => {
  houseReports();
  const asked: URL[] = [];
  answer('get', '/reports/sales', ({ request }) => {
    asked.push(new URL(request.url));
    return HttpResponse.json(reportOf([aBucket('2027-01-01T00:00:00Z', 2, 'JPY')]));
  });
  const { user, location } = open('/admin', boss);
  const [event] = await screen.findAllByRole('combobox', { name: 'Event' });
  if (!event) throw new Error('there is an event to choose');
  await within(event).findByRole('option', { name: 'Nabucco' });
  await user.selectOptions(event, 'Nabucco');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Time' }), 'Last 24 hours');
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Currency' }), 'JPY');
  expect(await screen.findByRole('img', { name: /Revenue over time, JPY: ¥9,000 in all/ })).toBeDefined();
  expect(location()).toBe('/admin?event_id=e-nabucco&range=day&currency=JPY');
  expect(asked.at(-1)?.searchParams.get('bucket')).toBe('hour');
  expect(asked.at(-1)?.searchParams.get('event_id')).toBe('e-nabucco');
});

test('when the totals name a later position, every report is read anew', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    houseReports();
    open('/admin', boss);
    expect(await screen.findByRole('img', { name: /Seats sold over time: 2 in all/ })).toBeDefined();
    answer('get', '/reports/summary', { ...aSummary, seats_sold: 36, position: 81 });
    answer('get', '/reports/sales', reportOf([aBucket('2027-01-01T00:00:00Z', 7)]));
    act(() => {
      vi.advanceTimersByTime(FOLLOW_SECS * 1_000);
    });
    expect(await screen.findByRole('img', { name: /Seats sold over time: 7 in all/ })).toBeDefined();
    expect(within(screen.getByRole('region', { name: 'Totals' })).getByText('36')).toBeDefined();
  } finally {
    vi.useRealTimers();
  }
});

test('the plan follows the live stream', async () => {
  houseReports();
  const { container } = open('/admin', boss);
  await screen.findByRole('img', { name: /The plan of Nabucco/ });
  expect(screen.getByText('Not live')).toBeDefined();
  streamOpens();
  expect(await screen.findByText('Live')).toBeDefined();
  const sold = () => container.querySelectorAll('svg rect.fill-primary').length;
  const before = sold();
  streamSays('snapshot', 9, aSeatMap({ position: 9, booked: ['ST-A-1', 'ST-A-2'] }));
  await vi.waitFor(() => expect(sold()).toBe(before + 1));
});

test('the overview says what cannot be shown, part by part', async () => {
  houseReports();
  answer('get', '/reports/summary', () => problem(503, 'busy'));
  answer('get', '/reports/events', reportOf([]));
  answer('get', '/reports/sales', reportOf([aBucket('2027-01-01T00:00:00Z', 0)]));
  answer('get', '/reports/lost-demand', () => problem(500, 'internal'));
  const { user } = open('/admin', boss);
  expect(await screen.findByText('The totals cannot be shown')).toBeDefined();
  expect(await screen.findByText('There are no events yet')).toBeDefined();
  expect(await screen.findAllByText('Nothing was sold in this time')).toHaveLength(2);
  expect(await screen.findByText('Choose an event to see its sections')).toBeDefined();
  const lost = within(screen.getByRole('region', { name: 'Lost demand over time' }));
  answer('get', '/reports/lost-demand', reportOf([aBucket('2027-01-01T00:00:00Z', 0)]));
  await user.click(await lost.findByRole('button', { name: 'Try again' }));
  expect(await lost.findByText('No hold ran out unsold')).toBeDefined();
});

test('the warmth of a part hides neither its first nor its last seat', () => {
  expect([0, 1, 40, 99, 100].map((sold) => warmth(sold, 100))).toEqual([0, 1, 2, 3, 4]);
});

test('a house of 100,000 seats is drawn in a few thousand cells that have all of them', () => {
  const sections = Array.from({ length: 25 }, (_, index) => ({
    id: `S${index}`, name: `Block ${index}`, kind: 'reserved' as const, price_minor: 100,
    rows: Array.from({ length: 40 }, (_unused, row) => ({ label: `R${row}`, seats: 100 })),
  }));
  const notFree = new Map([['S0-R0-1', 'booked'], ['S24-R39-100', 'booked'], ['S3-R1-1', 'held']] as const);
  const heat = heatOf(anEvent({ seating: { sections } }), { notFree });
  const cells = heat.sections.flatMap((section) => section.cells);
  expect(cells.length).toBeLessThan(5_000);
  expect(cells.reduce((sum, { seats }) => sum + seats, 0)).toBe(100_000);
  expect(heat.sections.map(({ sold }) => sold).filter(Boolean)).toEqual([1, 1]);
});
