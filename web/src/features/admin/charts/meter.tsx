import { useT } from '@/i18n';
import { classes } from '@/ui/classes';
import { formatCount, formatShare } from '@/ui/numbers';

/** A share as a bar; the figure beside it says the same. */
export function Meter({ share, look = 'good' }: { share: number; look?: 'good' | 'bad' }) {
  return (
    <div aria-hidden="true" className="h-2 min-w-16 overflow-hidden rounded-full bg-sunken ring-1 ring-line">
      <div className={classes('h-full rounded-full', look === 'good' ? 'bg-primary' : 'bg-accent')} style={{ width: `${Math.min(Math.max(share, 0), 1) * 100}%` }} />
    </div>
  );
}

/** How much of all is sold: in words, as a share, and as a bar. */
export function Sold({ some, all, share }: { some: number; all: number; share: number }) {
  const t = useT();
  return (
    <div className="min-w-28 tabular-nums">
      <div className="flex justify-between gap-3 whitespace-nowrap">
        <span>{t('admin.ofAll', { some: formatCount(some), all: formatCount(all) })}</span>{' '}
        <span className="text-muted">{formatShare(share)}</span>
      </div>
      <Meter share={share} />
    </div>
  );
}
