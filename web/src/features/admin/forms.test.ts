import { expect, test } from 'vitest';
import { anEvent } from '@/testing/fixtures';
import { formField } from './event-form-fields';
import { eventForm, inputOf, patchOf, seatsOf, valuesOf } from './event-form-values';
import { labelsAfter } from './row-labels';

test('labels go on as people count', () => {
  expect(labelsAfter('Y', 3)).toEqual(['Z', 'AA', 'AB']);
  expect(labelsAfter('12', 2)).toEqual(['13', '14']);
  expect(labelsAfter('R9', 2)).toEqual(['R10', 'R11']);
  expect(labelsAfter('AZ', 1)).toEqual(['BA']);
  expect(labelsAfter(undefined, 2)).toEqual(['A', 'B']);
});

test('seats are a number or labels', () => {
  expect(seatsOf('20')).toBe(20);
  expect(seatsOf('1, 2,2A')).toEqual(['1', '2', '2A']);
  expect(seatsOf('5,')).toEqual(['5']);
  expect(seatsOf('0')).toBeUndefined();
  expect(seatsOf('1, 1')).toBeUndefined();
  expect(seatsOf('a b, c')).toBeUndefined();
});

test('an event goes through the form unchanged', () => {
  const event = anEvent();
  const values = valuesOf(event);
  expect(eventForm.parse(values)).toEqual(values);
  expect(inputOf(values)).toMatchObject({ name: event.name, seating: event.seating, starts_at: event.starts_at.replace(/:\d\d\.\d+Z$/, ':00.000Z') });
  expect(patchOf(values, values)).toEqual({});
});

test('two sections with one id and two rows with one label are refused', () => {
  const values = valuesOf(anEvent());
  const [stalls] = values.sections;
  if (!stalls) throw new Error('the event has sections');
  const twice = { ...values, sections: [{ ...stalls, rows: [{ label: 'A', seats: '1' }, { label: 'A', seats: '2' }] }, stalls] };
  expect(eventForm.safeParse(twice).error?.issues.map(({ path }) => path.join('.'))).toEqual(['sections.0.rows.1.label', 'sections.1.id']);
});

test('names of the server find their fields', () => {
  expect(formField('seating.sections[1].price_minor')).toBe('sections.1.price');
  expect(formField('seating.sections[0].rows[3].seats[2]')).toBe('sections.0.rows.3.seats');
  expect(formField('seating.sections')).toBe('sections');
  expect(formField('unheard_of')).toBeUndefined();
});
