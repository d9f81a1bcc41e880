// What can be done to a plan.
import { houseOf } from '@/ui/plan/house';
import { freeId, newKey, plannedOf, type Draft, type DraftRow, type DraftSection, type Layout } from './draft';

export type Edit = (draft: Draft) => Draft;

export const changed = (key: number, change: Partial<DraftSection>): Edit => (draft) =>
  draft.map((section) => (section.key === key ? { ...section, ...change } : section));

export const rowsChanged = (key: number, change: (rows: readonly DraftRow[]) => readonly DraftRow[]): Edit => (draft) =>
  draft.map((section) => (section.key === key ? { ...section, rows: change(section.rows) } : section));

export const rowChanged = (key: number, at: number, change: Partial<DraftRow>): Edit =>
  rowsChanged(key, (rows) => rows.map((row, number) => (number === at ? { ...row, ...change } : row)));

export const removed = (key: number): Edit => (draft) => draft.filter((section) => section.key !== key);

/** Further to the front of the list that buyers see, or further back. */
export const shifted = (key: number, by: -1 | 1): Edit => (draft) => {
  const at = draft.findIndex((section) => section.key === key);
  const [one, other] = [draft[at], draft[at + by]];
  if (!one || !other) return draft;
  return draft.map((section, index) => (index === at ? other : index === at + by ? one : section));
};

/** The same section once more, beside it. */
export const doubled = (key: number): Edit => (draft) => draft.flatMap((section) => {
  if (section.key !== key) return [section];
  const { layout } = section;
  const beside = layout && { ...layout, x: layout.x + 30, y: layout.y + 30 };
  return [section, { ...section, key: newKey(), id: freeId(draft, section.id.trim()), ...(beside && { layout: beside }) }];
});

/** Where every section stands now: also those that only stand where there was room. */
export function placesOf(draft: Draft): Map<number, Layout> {
  const house = houseOf({ seating: { sections: draft.map(plannedOf) } });
  const places = new Map<number, Layout>();
  house.blocks.forEach((block, index) => {
    const section = draft[index];
    const { x, y } = block.bend?.straight ?? block;
    if (!section) return;
    const tenths = (at: number, corner: number) => Math.round((at + corner) * 10);
    places.set(section.key, { ...section.layout, x: tenths(x, house.corner.x), y: tenths(y, house.corner.y) });
  });
  return places;
}

/** Nothing stands left of the plan or above it: else everything moves. */
function pushedIn(places: ReadonlyMap<number, Layout>): Map<number, Layout> {
  const all = [...places.values()];
  const left = Math.min(0, ...all.map(({ x }) => x));
  const top = Math.min(0, ...all.map(({ y }) => y));
  return new Map([...places].map(([key, place]) => [key, { ...place, x: place.x - left, y: place.y - top }]));
}

/** Puts a section somewhere else; with the first one that is put somewhere, all have their places. */
export const put = (key: number, change: (place: Layout) => Partial<Layout>): Edit => (draft) => {
  const places = placesOf(draft);
  const place = places.get(key);
  if (!place) return draft;
  places.set(key, { ...place, ...change(place) });
  const inside = pushedIn(places);
  return draft.map((section) => ({ ...section, layout: inside.get(section.key) }));
};

/** All stand where there is room again. */
export const unplaced: Edit = (draft) => draft.map((section) => ({ ...section, layout: undefined }));
