import { expect, test } from 'vitest';
import { anEvent } from '@/testing/fixtures';
import { faultsOf, placeOfField } from './check-draft';
import { draftOf, freeId, newSection, plannedOf, seatsIn, sectionsOf, type Draft } from './draft';
import { changed, doubled, placesOf, put, removed, rowChanged, shifted, unplaced } from './edits';
import { begin, step, type History } from './history';
import { labelAfter, labelsFrom, makeRows, type RowsWish } from './make-rows';
import { planText, readPlan } from './plan-file';
import { planView } from './plan-view';
import { gapsOf, gapsText, seatsOf, seatsText } from './row-text';

const opera = () => draftOf(anEvent().seating.sections, 'EUR');
const first = (draft: Draft) => {
  const [section] = draft;
  if (!section) throw new Error('no section');
  return section;
};

/** A file with one section that is right but for these members. */
const inSection = (members: string) => JSON.stringify({
  sections: [{ id: 'A', name: 'x', kind: 'general', price_minor: 1, ...JSON.parse(`{${members}}`) as object }],
});

test('labels go on as people count', () => {
  expect(labelsFrom('Y', 4)).toEqual(['Y', 'Z', 'AA', 'AB']);
  expect(labelsFrom('R9', 2)).toEqual(['R9', 'R10']);
  expect(labelsFrom('H', 3, true)).toEqual(['H', 'J', 'K']);
  expect([labelAfter('12'), labelAfter('AZ'), labelAfter(undefined), labelAfter('x')]).toEqual(['13', 'BA', 'A', '']);
});

test('seats are a number or labels', () => {
  expect([seatsOf('20'), seatsOf('1, 2,2A'), seatsOf('5,')]).toEqual([20, ['1', '2', '2A'], ['5']]);
  for (const bad of ['', '0', '1, 1', 'a b, c', '1.5', '100001']) expect(seatsOf(bad)).toBeUndefined();
  for (const seats of [7, ['1'], ['1', '2A']]) expect(seatsOf(seatsText(seats))).toEqual(seats);
});

test('aisles rise, lie within the row and have a width', () => {
  expect(gapsOf('0, 5, 15x2', 20)).toEqual([{ after: 0, width: 1 }, { after: 5, width: 1 }, { after: 15, width: 2 }]);
  for (const bad of ['20', '5, 5', '7, 3', '3x0', '3x101', 'x', '3,4,five']) expect(gapsOf(bad, 20)).toBeUndefined();
  expect(gapsText([{ after: 5, width: 1 }, { after: 9, width: 3 }])).toBe('5, 9x3');
});

const wish: RowsWish = { labels: 'A', rows: 1, places: 6, numbering: 'left', first: 1, aisles: '', missing: '', skipIO: false };

test.each([
  ['left', '6'], ['right', '6, 5, 4, 3, 2, 1'], ['odd', '1, 3, 5, 7, 9, 11'], ['even', '2, 4, 6, 8, 10, 12'], ['middle', '5, 3, 1, 2, 4, 6'],
] as const)('seats are numbered %s as %s', (numbering, seats) => {
  expect(makeRows({ ...wish, numbering })).toEqual([{ label: 'A', seats, gaps: '' }]);
});

test('missing seats are gaps and keep their numbers, aisles are as wide as was said', () => {
  expect(makeRows({ ...wish, aisles: '2x2', missing: '1, 4' })).toEqual([{ label: 'A', seats: '2, 3, 5, 6', gaps: '0, 1x2, 2' }]);
  expect(makeRows({ ...wish, aisles: '3', missing: '4' })).toEqual([{ label: 'A', seats: '1, 2, 3, 5, 6', gaps: '3x2' }]);
  expect(makeRows({ ...wish, labels: 'Front, Back', first: 10 })).toMatchObject([{ label: 'Front', seats: '10, 11, 12, 13, 14, 15' }, { label: 'Back' }]);
});

test('what makes no sense in a wish for rows is named', () => {
  const wrong: [Partial<RowsWish>, string][] = [
    [{ labels: 'a b' }, 'labels'], [{ rows: 501 }, 'rows'], [{ places: 0 }, 'places'], [{ first: Number.NaN }, 'first'],
    [{ aisles: '6' }, 'aisles'], [{ missing: '7' }, 'missing'], [{ missing: '1,2,3,4,5,6' }, 'missing'],
  ];
  for (const [change, fault] of wrong) expect(makeRows({ ...wish, ...change })).toBe(fault);
});

test('a plan goes through the editor and through a file unchanged', () => {
  const { sections } = anEvent().seating;
  const [stalls, standing] = sections;
  if (!stalls || !standing) throw new Error('no sections');
  const drawn = [
    { ...stalls, rows: [{ label: 'A', seats: 3, gaps: [{ after: 1, width: 2 }] }], layout: { x: 5, y: 10, curve: 40 } },
    { ...standing, layout: { x: 0, y: 90 } },
  ];
  for (const plan of [sections, drawn]) {
    expect(sectionsOf(draftOf(plan, 'EUR'), 'EUR')).toEqual(plan);
    const read = readPlan(planText(plan, 'EUR'), 'JPY');
    expect('draft' in read && [read.currency, sectionsOf(read.draft, 'EUR')]).toEqual(['EUR', plan]);
  }
});

test('what is wrong with a file is named by its place', () => {
  const places = (text: string) => {
    const read = readPlan(text, 'EUR');
    return 'draft' in read ? 'none' : read.map(({ place }) => place);
  };
  expect(places('{')).toEqual(['']);
  expect(places('{"sections": []}')).toEqual(['sections']);
  expect(places('{"sections": [{"id": "A", "name": "x", "kind": "sofa", "price_minor": "1"}]}')).toEqual(['sections[0].kind', 'sections[0].price_minor']);
  expect(places('{"seating": {"sections": [{"id": "A", "name": "x", "kind": "general", "price_minor": 1, "capacity": 1, "layout": {"x": 0.5, "y": 0}}]}}'))
    .toEqual(['seating.sections[0].layout.x']);
});

test.each([
  ['{', ['editor.fileNotJson', '']],
  ['[]', ['editor.fileObject', '']],
  ['{}', ['editor.fileMissing', '']],
  ['{"sections": {}}', ['editor.fileList', '']],
  ['{"sections": []}', ['editor.noSections', '']],
  [inSection('"kind": "sofa"'), ['editor.fileKind', '']],
  [inSection('"price_minor": "1"'), ['editor.fileNumber', '']],
  [inSection('"price_minor": 1.5'), ['editor.fileNumber', '']],
  [inSection('"capacity": 1e300'), ['editor.fileNumber', '']],
  [inSection('"name": 7'), ['editor.fileText', '']],
  [inSection('"rows": [{"label": "A", "seats": true}]'), ['editor.fileSeats', '']],
  [inSection('"rows": [{"label": "A"}]'), ['editor.fileMissing', '']],
  [inSection('"colour": "red", "sound": 1'), ['editor.fileUnknown', 'colour, sound']],
])('what is wrong with the file %s is said by a text of ours', (text, fault) => {
  const read = readPlan(text, 'EUR');
  expect('draft' in read ? [] : read.map((one) => [one.fault, one.names])).toEqual([fault]);
});

test('a small plan stands in the middle of its frame, a large one fills it but for the margin', () => {
  const small = planView({ width: 10, height: 5 }, 800);
  expect(small).toEqual({ width: 800, height: 220, scale: 24, left: 280, top: 50 });
  const wide = planView({ width: 400, height: 40 }, 800);
  expect([wide.left, wide.width - 400 * wide.scale - wide.left]).toEqual([12, 12]);
  expect(wide.top).toBeCloseTo((wide.height - 40 * wide.scale) / 2);
});

test('what is wrong with a plan is named by its place', () => {
  expect([...faultsOf(opera(), 'EUR')]).toEqual([]);
  const { key } = first(opera());
  const faults = (...edits: ((draft: Draft) => Draft)[]) => {
    const draft = opera().map((section, index) => (index === 0 ? { ...section, key } : section));
    return [...faultsOf(edits.reduce<Draft>((before, edit) => edit(before), draft), 'EUR').keys()];
  };
  expect(faults(changed(key, { id: 'GA' }))).toEqual(['1.id']);
  expect(faults(changed(key, { name: ' ', price: '45.555' }))).toEqual(['0.name', '0.price']);
  expect(faults(rowChanged(key, 1, { label: 'A' }))).toEqual(['0.rows.1.label']);
  expect(faults(rowChanged(key, 0, { seats: '0' }), rowChanged(key, 1, { gaps: '3' }))).toEqual(['0.rows.0.seats', '0.rows.1.gaps']);
  expect(faults(changed(key, { rows: [] }))).toEqual(['0.rows']);
  expect(faults(changed(key, { kind: 'general', capacity: '99999' }))).toEqual(['']);
  expect([...faultsOf([], 'EUR')]).toEqual([['', 'editor.noSections']]);
});

test('names of the server find their places', () => {
  expect(placeOfField('seating.sections[1].price_minor')).toBe('1.price');
  expect(placeOfField('seating.sections[0].rows[3].seats[2]')).toBe('0.rows.3.seats');
  expect(placeOfField('seating.sections[0].rows[3].gaps[1].after')).toBe('0.rows.3.gaps');
  expect(placeOfField('seating.sections[0].layout.x')).toBe('0.layout.x');
  expect([placeOfField('seating.sections'), placeOfField('name')]).toEqual(['', undefined]);
});

test('steps are taken back and done again; typing on in one field is one step', () => {
  const { key } = first(opera());
  const draft = opera().map((section, index) => (index === 0 ? { ...section, key } : section));
  const name = (history: History) => first(history.now).name;
  const type = (text: string) => ({ kind: 'change' as const, change: changed(key, { name: text }), place: 'name' });
  let history = ['P', 'Pa', 'Par'].reduce((before, text) => step(before, type(text)), begin(draft));
  history = step(history, { kind: 'change', change: removed(draft[1]?.key ?? 0) });
  expect([history.past.length, history.now.length]).toEqual([2, 1]);
  history = step(step(history, { kind: 'undo' }), { kind: 'undo' });
  expect([name(history), history.future.length]).toEqual(['Stalls', 2]);
  expect(step(history, { kind: 'undo' })).toBe(history);
  history = step(history, { kind: 'redo' });
  expect(name(history)).toBe('Par');
  expect(step(history, type('X')).future).toEqual([]);
});

test('the first section that is put somewhere leaves the others where they stood', () => {
  const draft = opera();
  const before = placesOf(draft);
  const { key } = first(draft);
  const after = put(key, ({ x }) => ({ x: x + 30 }))(draft);
  const layouts = new Map(after.map((section) => [section.key, section.layout]));
  const was = before.get(key);
  expect(layouts.get(key)).toEqual({ ...was, x: (was?.x ?? 0) + 30 });
  for (const other of draft.slice(1)) expect(layouts.get(other.key)).toEqual(before.get(other.key));
  expect(placesOf(after)).toEqual(layouts);
  const outside = put(key, () => ({ x: -40 }))(after);
  expect(first(outside).layout?.x).toBe(0);
  expect(Math.min(...outside.map(({ layout }) => layout?.x ?? -1))).toBe(0);
  expect(unplaced(outside).every(({ layout }) => layout === undefined)).toBe(true);
});

test('sections are doubled under another id, moved in their order, and new ones have ids of their own', () => {
  const draft = opera();
  const { key } = first(draft);
  expect(doubled(key)(draft).map(({ id }) => id)).toEqual(['ST', 'ST1', 'GA']);
  expect(shifted(key, 1)(draft).map(({ id }) => id)).toEqual(['GA', 'ST']);
  expect(shifted(key, -1)(draft)).toBe(draft);
  expect(freeId([{ ...newSection([], 'reserved'), id: 'S2' }], 'S2')).toBe('S1');
});

test('a keystroke in a house of 100,000 seats works out one row anew, and takes the others as they were', () => {
  const rows = Array.from({ length: 50 }, (_, row) => ({ label: `R${row}`, seats: '40', gaps: '10, 30' }));
  const house = Array.from({ length: 50 }, (_, index) => ({ ...newSection([], 'reserved'), id: `S${index}`, name: 'x', price: '1', rows: rows.map((row) => ({ ...row })) }));
  const { key } = first(house);
  const planned = house.map(plannedOf);
  const next = rowChanged(key, 3, { seats: '41' })(house);
  expect([seatsIn(house), seatsIn(next)]).toEqual([100_000, 100_001]);
  next.slice(1).forEach((section, index) => expect(plannedOf(section)).toBe(planned[index + 1]));
  const [before, after] = [planned[0]?.rows ?? [], plannedOf(first(next)).rows ?? []];
  expect(after.filter((row, at) => row !== before[at])).toEqual([{ label: 'R3', seats: 41, gaps: [{ after: 10, width: 1 }, { after: 30, width: 1 }] }]);
});
