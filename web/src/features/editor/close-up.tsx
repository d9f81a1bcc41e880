import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { houseOf } from '@/ui/plan/house';
import { plannedOf, seatCount, type DraftSection } from './draft';
import { drawPlan, onThemeChange } from './draw-plan';

const MARGIN = 8;
/** A seat with a number that can be read, and the most pixels of the picture in each direction. */
const UNIT = 22;
const WIDEST = 3_000;
const HIGHEST = 2_000;

/** The section as it will be numbered, straight and near. */
export function CloseUp({ section }: { section: DraftSection }) {
  const t = useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useDeferredValue(section);
  const [theme, setTheme] = useState(0);
  const house = useMemo(() => {
    const { layout, ...straight } = plannedOf(drawn);
    const curve = layout?.curve ?? 0;
    return houseOf({ seating: { sections: [curve > 0 ? { ...straight, layout: { x: 0, y: 0, curve } } : straight] } });
  }, [drawn]);
  const scale = Math.min(UNIT, WIDEST / house.width, HIGHEST / house.height);
  const [width, height] = [house.width * scale + 2 * MARGIN, house.height * scale + 2 * MARGIN];
  useEffect(() => onThemeChange(() => setTheme((count) => count + 1)), []);
  useEffect(() => {
    if (canvas.current) drawPlan(canvas.current, house, { width, height, scale, left: MARGIN, top: MARGIN, selected: -1 });
  }, [house, width, height, scale, theme]);
  return (
    <div
      dir="ltr"
      role="group"
      aria-label={t('editor.closeUp')}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what is scrolled must be reached by keys
      tabIndex={0}
      className="mt-4 max-h-72 overflow-auto rounded-lg border border-line bg-sunken"
    >
      <div role="img" aria-label={t('editor.closeUpOf', { rows: section.rows.length, count: seatCount(section) })} className="mx-auto" style={{ width, height }}>
        <canvas ref={canvas} className="block" style={{ width, height }} />
      </div>
    </div>
  );
}
