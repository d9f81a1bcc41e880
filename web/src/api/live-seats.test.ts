import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aSeatMap } from '@/testing/fixtures';
import { FakeStream, networkIs, pageIsHidden, streamBreaks, streamOpens, streamSays } from '@/testing/live';
import { followSeats } from './live-seats';

let stop: () => void;
const told: unknown[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  stop = followSeats('e-1', {
    snapshot: ({ position }) => told.push(`snapshot ${position}`),
    changes: (changes) => told.push(changes.map(({ position }) => position)),
    liveness: (liveness) => told.push(liveness),
  });
});

afterEach(() => {
  stop();
  told.length = 0;
  pageIsHidden(false);
  vi.useRealTimers();
});

const nothing = { booked: [], held: [], blocked: [], freed: [] };

test('asks for the stream of its event, and says when it lives', () => {
  expect(FakeStream.opened.map(({ url }) => url)).toEqual(['/api/v1/events/e-1/seats/live']);
  streamOpens();
  streamSays('snapshot', 7, aSeatMap());
  expect(told).toEqual(['live', 'snapshot 7']);
});

test('a rush of changes is told in one go, in its order', () => {
  for (const position of [8, 9, 10]) streamSays('seats', position, nothing);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(250);
  expect(told).toEqual([[8, 9, 10]]);
});

test('what a snapshot already holds is not told after it', () => {
  streamSays('seats', 6, nothing);
  streamSays('snapshot', 7, aSeatMap());
  vi.advanceTimersByTime(250);
  expect(told).toEqual(['snapshot 7']);
});

test('a stream that breaks is left to the browser, which opens it again', () => {
  streamBreaks('for a while');
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual(['late']);
  expect(FakeStream.opened).toHaveLength(1);
  streamOpens();
  expect(told).toEqual(['late', 'live']);
});

test('a stream that the browser gave up is opened anew, but not at once', () => {
  streamBreaks('for good');
  vi.advanceTimersByTime(14_000);
  expect(FakeStream.opened).toHaveLength(1);
  vi.advanceTimersByTime(16_000);
  expect(FakeStream.opened).toHaveLength(2);
});

test('a page that nobody looks at keeps no connection, and has one again when it is looked at', () => {
  streamOpens();
  pageIsHidden(true);
  expect(FakeStream.opened.map(({ readyState }) => readyState)).toEqual([FakeStream.CLOSED]);
  pageIsHidden(false);
  expect(FakeStream.opened.map(({ readyState }) => readyState)).toEqual([FakeStream.CLOSED, 0]);
  expect(told).toEqual(['live', 'connecting']);
});

test('without a network the stream does not seem to live, and begins anew with the network', () => {
  streamOpens();
  networkIs('offline');
  expect(told).toEqual(['live', 'late']);
  pageIsHidden(true);
  pageIsHidden(false);
  expect(FakeStream.opened.map(({ readyState }) => readyState)).toEqual([FakeStream.CLOSED]);
  networkIs('online');
  expect(FakeStream.opened.map(({ readyState }) => readyState)).toEqual([FakeStream.CLOSED, 0]);
  streamOpens();
  expect(told.at(-1)).toBe('live');
});

test('when told to stop it closes the stream and opens none again', () => {
  streamBreaks('for good');
  stop();
  vi.advanceTimersByTime(60_000);
  pageIsHidden(false);
  networkIs('online');
  expect(FakeStream.opened).toHaveLength(1);
});
