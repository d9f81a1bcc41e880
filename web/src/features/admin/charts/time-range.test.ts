import { expect, test } from 'vitest';
import { bucketEnd, bucketName, rangeOf } from './time-range';

test('a range of sales is of whole hours or days', () => {
  const now = new Date('2027-03-10T14:20:00Z');
  expect(rangeOf('day', now)).toEqual({ bucket: 'hour', from: '2027-03-09T15:00:00.000Z', to: '2027-03-10T15:00:00.000Z' });
  expect(rangeOf('week', now)).toEqual({ bucket: 'day', from: '2027-03-04T00:00:00.000Z', to: '2027-03-11T00:00:00.000Z' });
});

test('a day of UTC keeps its name wherever it is read', () => {
  expect(bucketName('day', '2027-03-10T00:00:00Z')).toBe('Mar 10, 2027');
  expect(bucketEnd('day', '2027-03-10T00:00:00Z')).toBe('2027-03-11T00:00:00.000Z');
  expect(bucketEnd('hour', '2027-03-10T23:00:00Z')).toBe('2027-03-11T00:00:00.000Z');
});
