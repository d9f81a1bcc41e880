import type { SalesBucket } from '@/api/schema';
import { formatCount } from '@/ui/numbers';

interface SalesChartProps {
  buckets: readonly SalesBucket[];
  label: (iso: string) => string;
}

const WIDTH = 600;
const HEIGHT = 160;

/** Seats sold per hour or day as bars; below the line where more were given back than sold. */
export function SalesChart({ buckets, label }: SalesChartProps) {
  const most = Math.max(0, ...buckets.map(({ seats }) => seats));
  const least = Math.min(0, ...buckets.map(({ seats }) => seats));
  const scale = HEIGHT / Math.max(most - least, 1);
  const zero = most * scale;
  const step = WIDTH / Math.max(buckets.length, 1);
  const total = buckets.reduce((sum, { seats }) => sum + seats, 0);
  const first = buckets[0];
  const last = buckets.at(-1);
  return (
    <figure>
      <svg
        role="img"
        aria-label={`Seats sold over time: ${formatCount(total)} in all, at most ${formatCount(most)} at a time. The table below has every figure.`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 2}`}
        preserveAspectRatio="none"
        className="h-44 w-full border-b border-line-strong"
      >
        {buckets.map(({ bucket_start, seats }, index) => (
          <rect
            key={bucket_start}
            x={index * step + step * 0.15}
            width={step * 0.7}
            y={seats >= 0 ? zero - seats * scale : zero}
            height={Math.abs(seats) * scale}
            className={seats >= 0 ? 'fill-primary' : 'fill-accent'}
          >
            <title>{`${label(bucket_start)}: ${formatCount(seats)} seats`}</title>
          </rect>
        ))}
      </svg>
      <figcaption className="mt-2 flex justify-between text-sm text-muted">
        <span>{first && label(first.bucket_start)}</span>
        <span>Seats sold: {formatCount(total)}, at most {formatCount(most)} at a time</span>
        <span>{last && label(last.bucket_start)}</span>
      </figcaption>
    </figure>
  );
}
