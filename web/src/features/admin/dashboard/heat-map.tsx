import { useMemo } from 'react';
import type { Availability } from '@/api/availability';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { classes } from '@/ui/classes';
import { formatShare } from '@/ui/numbers';
import { heatOf, warmth, type Heat } from './heat';

/** One colour from pale to full: told apart whatever colours the eye knows. */
const fills = ['fill-surface', 'fill-primary opacity-25', 'fill-primary opacity-50', 'fill-primary opacity-75', 'fill-primary'] as const;
const swatches = ['bg-surface', 'bg-primary opacity-25', 'bg-primary opacity-50', 'bg-primary opacity-75', 'bg-primary'] as const;

/** A limit of the width, which keeps the shape; one of the height would not, and the names would leave their sections. */
const HIGHEST_REM = 30;

/** The plan of the house, each part in the colour of how much of it is sold. The table beside it says the same. */
export function HeatMap({ event, seats }: { event: Event; seats: Availability }) {
  const t = useT();
  const { notFree } = seats;
  const heat = useMemo(() => heatOf(event, { notFree }), [event, notFree]);
  const steps = [formatShare(0), `< ${formatShare(0.33)}`, `< ${formatShare(0.67)}`, `< ${formatShare(1)}`, formatShare(1)];
  return (
    <>
      <ul aria-label={t('admin.heatLegend')} className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        {steps.map((step, index) => (
          <li key={step} className="flex items-center gap-1.5">
            <span className="size-4 rounded border border-line-strong bg-surface"><span aria-hidden="true" className={classes('block size-full rounded-[inherit]', swatches[index])} /></span>
            {step}
          </li>
        ))}
      </ul>
      <div role="img" aria-label={t('admin.heatSaid', { name: event.name })} dir="ltr" className="rounded-xl border border-line bg-sunken p-3">
        <div className="relative mx-auto" style={{ aspectRatio: `${heat.width} / ${heat.height}`, maxWidth: `${(HIGHEST_REM * heat.width) / heat.height}rem` }}>
          <svg aria-hidden="true" viewBox={`0 0 ${heat.width} ${heat.height}`} className="absolute inset-0 size-full">
            <Cells heat={heat} />
          </svg>
          {heat.sections.map(({ block, sold, seats: all }) => (
            <span
              key={block.section.id}
              className="absolute flex justify-center gap-1 overflow-hidden text-xs leading-tight font-semibold whitespace-nowrap"
              style={{ left: `${(block.x / heat.width) * 100}%`, top: `${((block.y + 0.6) / heat.height) * 100}%`, width: `${(block.width / heat.width) * 100}%` }}
            >
              <bdi className="truncate">{block.section.name}</bdi>
              <span className="tabular-nums">{formatShare(all > 0 ? sold / all : 0)}</span>
            </span>
          ))}
        </div>
      </div>
    </>
  );
}

function Cells({ heat }: { heat: Heat }) {
  return heat.sections.map(({ block, cells }) => (
    <g key={block.section.id}>
      <rect x={block.x + 0.4} y={block.y + 0.1} width={block.width - 0.8} height={block.height - 0.2} rx={0.8} className="fill-surface stroke-line" strokeWidth={1} vectorEffect="non-scaling-stroke" />
      {cells.map(({ x, y, width, height, sold, seats }) => (
        <g key={`${x} ${y}`}>
          <rect x={x + 0.08} y={y + 0.08} width={width - 0.16} height={height - 0.3} rx={0.2} className="fill-sunken stroke-line-strong" strokeWidth={0.6} vectorEffect="non-scaling-stroke" />
          {sold > 0 && <rect x={x + 0.08} y={y + 0.08} width={width - 0.16} height={height - 0.3} rx={0.2} className={fills[warmth(sold, seats)]} />}
        </g>
      ))}
    </g>
  ));
}
