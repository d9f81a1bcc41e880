import { useEffect, useRef, useState } from 'react';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { formatMoney } from '@/ui/money';
import { onThemeChange, paletteOf } from './palette';
import { TIERS, type Tier } from './prices';
import { drawSeat } from './seat-shapes';
import { BLOCKED, BOOKED, CHOSEN, FREE, HELD } from './states';

/** The side of a seat's picture, in pixels. */
const SIDE = 20;

function SeatPicture({ state, tier = 0 }: { state: number; tier?: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [theme, setTheme] = useState(0);
  useEffect(() => onThemeChange(() => setTheme((count) => count + 1)), []);
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!canvas.current || !pen) return;
    pen.clearRect(0, 0, SIDE * 2, SIDE * 2);
    drawSeat(pen, 0, SIDE * 2, state, paletteOf(canvas.current), tier);
  }, [state, tier, theme]);
  return <canvas ref={canvas} aria-hidden="true" width={SIDE * 2} height={SIDE * 2} className="size-5" />;
}

/** What the colours cost, and what the shapes mean. */
export function MapLegend({ event, tiers, held }: { event: Event; tiers: readonly Tier[]; held: boolean }) {
  const t = useT();
  const money = (minor: number) => formatMoney(minor, event.currency);
  return (
    <div className="mb-3 flex flex-wrap gap-x-6 gap-y-2 text-sm">
      <ul aria-label={t('seats.prices')} className="flex flex-wrap gap-x-4 gap-y-1 font-semibold">
        {tiers.slice(0, TIERS).map(({ least, most }, tier) => (
          <li key={most} className="flex items-center gap-1.5">
            <SeatPicture state={FREE} tier={tier} />
            {least === most ? money(most) : t('seats.priceRange', { least: money(least), most: money(most) })}
          </li>
        ))}
      </ul>
      <ul aria-label={t('seats.shapes')} className="flex flex-wrap gap-x-4 gap-y-1 text-muted">
        {([
          [HELD, t('seats.legendHeld')], [BOOKED, t('seats.legendBooked')], [BLOCKED, t('seats.legendBlocked')],
          // The one whose word changes comes last, so that it moves no other.
          [CHOSEN, held ? t('seats.legendYours') : t('seats.legendChosen')],
        ] as const).map(([state, word]) => (
          <li key={state} className="flex items-center gap-1.5"><SeatPicture state={state} /> {word}</li>
        ))}
      </ul>
    </div>
  );
}
