import { scaleBand, scaleLinear } from '@visx/scale';
import { useState, type PointerEvent } from 'react';
import { classes } from '@/ui/classes';
import { useWidth } from './use-width';

export interface Bar {
  key: string;
  /** What it is called: a day, an hour. */
  label: string;
  /** The same at the axis, where there is room for little. */
  mark: string;
  value: number;
}

export interface BarChartProps {
  /** All that somebody has to hear of the picture; the figures themselves are in the table beside it. */
  said: string;
  bars: readonly Bar[];
  format: (value: number) => string;
  /** For the axis, where there is room for little. */
  formatRound: (value: number) => string;
  look: 'good' | 'bad';
}

const HEIGHT = 220;
const ROOM = { top: 8, right: 4, bottom: 26, left: 58 };

/** At about so many pixels there is room for another label of the time axis. */
const LABEL_EVERY = 80;

function someOf(bars: readonly Bar[], width: number): Bar[] {
  const step = Math.max(Math.ceil(bars.length / Math.max(Math.floor(width / LABEL_EVERY), 1)), 1);
  return bars.filter((_, index) => index % step === Math.floor(step / 2));
}

/** One bar for each hour or day; below the line where more was given back than sold. */
export function BarChart({ said, bars, format, formatRound, look }: BarChartProps) {
  const { element, width } = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<Bar>();
  const values = bars.map(({ value }) => value);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = scaleBand({ domain: bars.map(({ key }) => key), range: [ROOM.left, width - ROOM.right], paddingInner: 0.25, paddingOuter: 0.1 });
  const y = scaleLinear({ domain: [least, most === least ? least + 1 : most], range: [HEIGHT - ROOM.bottom, ROOM.top], nice: 4 });
  const ticks = y.ticks(4).filter(Number.isInteger);
  const point = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    const at = (clientX - currentTarget.getBoundingClientRect().left - ROOM.left) / (width - ROOM.left - ROOM.right);
    setPointed(bars[Math.floor(at * bars.length)]);
  };
  return (
    // Time runs from left to right, whichever way the page is written.
    <div ref={element} dir="ltr" className="min-w-0">
      <svg role="img" aria-label={said} width={width} height={HEIGHT} className="block max-w-full overflow-visible" onPointerMove={point} onPointerLeave={() => setPointed(undefined)}>
        {ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${y(tick)})`}>
            <line x1={ROOM.left} x2={width - ROOM.right} className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'} />
            <text x={ROOM.left - 8} dy="0.32em" textAnchor="end" className="fill-muted text-xs tabular-nums">{formatRound(tick)}</text>
          </g>
        ))}
        {bars.map((bar) => {
          const { key, value } = bar;
          const top = y(Math.max(value, 0));
          return (
            <rect
              key={key}
              x={x(key)}
              width={x.bandwidth()}
              y={top}
              height={Math.max(y(Math.min(value, 0)) - top, value === 0 ? 0 : 1)}
              rx={Math.min(x.bandwidth() / 4, 3)}
              className={classes(look === 'good' && value >= 0 ? 'fill-primary' : 'fill-accent', pointed && pointed.key !== key && 'opacity-50')}
            />
          );
        })}
        {someOf(bars, width - ROOM.left).map(({ key, mark }) => (
          <text key={key} x={(x(key) ?? 0) + x.bandwidth() / 2} y={HEIGHT - 6} textAnchor="middle" className="fill-muted text-xs">{mark}</text>
        ))}
      </svg>
      <p aria-hidden="true" className="h-6 text-center text-sm tabular-nums">{pointed && `${pointed.label}: ${format(pointed.value)}`}</p>
    </div>
  );
}
