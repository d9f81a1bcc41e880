import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useT } from '@/i18n';
import { classes } from '@/ui/classes';
import type { Block, House } from '@/ui/plan/house';
import { seatCount, type Draft, type DraftSection } from './draft';
import { drawPlan, onThemeChange } from './draw-plan';
import { put } from './edits';
import { planView } from './plan-view';
import type { Plan } from './use-plan';

/** How far a key moves a section, in tenths of a seat: one seat, and with the shift key five. */
const STEP = 10;
const LONG_STEP = 50;
/** What is dragged stands on halves of a seat. */
const SNAP = 5;
/** Less than that is a click, in pixels. */
const STILL = 4;

const arrows: Partial<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

/** How wide the element is, as long as it is there. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.max(current.clientWidth, 200)));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}

/** The whole plan, with a handle on each section: dragged by the mouse or a finger, or moved by the arrow keys. */
export function PlanCanvas({ house, draft, plan }: { house: House; draft: Draft; plan: Plan }) {
  const t = useT();
  const [frame, width] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [theme, setTheme] = useState(0);
  const { height, scale, left, top } = planView(house, width);
  const selected = draft.findIndex(({ key }) => key === plan.selected);
  useEffect(() => onThemeChange(() => setTheme((count) => count + 1)), []);
  useEffect(() => {
    if (canvas.current) drawPlan(canvas.current, house, { width, height, scale, left, top, selected });
  }, [house, width, height, scale, left, top, selected, theme]);

  return (
    <div>
      <p className="mb-1 text-center text-xs font-semibold tracking-widest text-muted uppercase">{t('editor.stage')}</p>
      <div ref={frame} dir="ltr" className="relative overflow-hidden rounded-xl border border-line bg-sunken" style={{ height }}>
        <canvas ref={canvas} aria-hidden="true" className="block" style={{ width, height }} />
        <ul aria-label={t('editor.onPlan')}>
          {house.blocks.map((block, index) => {
            const section = draft[index];
            return section && <Handle key={section.key} {...{ block, section, house, scale, left, top, plan }} isSelected={index === selected} />;
          })}
        </ul>
      </div>
      <p className="mt-2 text-sm text-muted">{t('editor.planHint')}</p>
    </div>
  );
}

interface HandleProps {
  block: Block;
  section: DraftSection;
  house: House;
  scale: number;
  left: number;
  top: number;
  isSelected: boolean;
  plan: Plan;
}

function Handle({ block, section, house, scale, left, top, isSelected, plan }: HandleProps) {
  const t = useT();
  const from = useRef<{ x: number; y: number } | undefined>(undefined);
  const [moved, setMoved] = useState({ x: 0, y: 0 });
  const { change, setSelected } = plan;
  const straight = block.bend?.straight ?? block;
  const seats = (at: number) => Math.round(at * 10) / 10;
  const name = section.name.trim() || section.id;

  const move = (x: number, y: number, place?: string) =>
    change(put(section.key, (at) => ({ x: at.x + x, y: at.y + y })), place);
  const press = (event: KeyboardEvent) => {
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    setSelected(section.key);
    const far = event.shiftKey ? LONG_STEP : STEP;
    move(arrow[0] * far, arrow[1] * far, `put.${section.key}`);
  };
  const drag = (event: PointerEvent) => {
    if (from.current) setMoved({ x: event.clientX - from.current.x, y: event.clientY - from.current.y });
  };
  const drop = () => {
    from.current = undefined;
    setMoved({ x: 0, y: 0 });
    const tenths = (pixels: number) => Math.round(((pixels / scale) * 10) / SNAP) * SNAP;
    if (Math.hypot(moved.x, moved.y) > STILL) move(tenths(moved.x), tenths(moved.y));
  };
  return (
    <li>
      <button
        type="button"
        aria-pressed={isSelected}
        aria-label={t('editor.handle', {
          name, count: seatCount(section), x: seats(straight.x + house.corner.x), y: seats(straight.y + house.corner.y),
        })}
        onClick={() => setSelected(section.key)}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = { x: event.clientX, y: event.clientY };
          setSelected(section.key);
        }}
        onPointerMove={drag}
        onPointerUp={drop}
        onPointerCancel={() => {
          from.current = undefined;
          setMoved({ x: 0, y: 0 });
        }}
        className={classes(
          'absolute grid cursor-move place-items-center rounded-lg border-2',
          isSelected ? 'touch-none border-accent' : 'border-transparent hover:border-line-strong',
        )}
        style={{
          left: left + block.x * scale, top: top + block.y * scale,
          width: Math.max(block.width * scale, 24), height: Math.max(block.height * scale, 24),
          transform: `translate(${moved.x}px, ${moved.y}px)`,
        }}
      >
        <span className="max-w-full truncate rounded bg-surface px-1.5 text-xs font-semibold">{name}</span>
      </button>
    </li>
  );
}
