import type { Availability } from '@/api/availability';
import type { Liveness } from '@/api/live-seats';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { classes } from '@/ui/classes';
import { Panel } from '@/ui/card';
import { formatMoney } from '@/ui/money';
import { LivenessBadge } from './liveness-badge';

interface SectionListProps {
  event: Event;
  seats: Availability;
  /** Missing where it is said elsewhere. */
  liveness: Liveness | undefined;
  shown: string | undefined;
  onShow: (id: string) => void;
}

/** The sections of the house: the first step of choosing without the plan. */
export function SectionList({ event, seats, liveness, shown, onShow }: SectionListProps) {
  const t = useT();
  const free = new Map(seats.sections.map((section) => [section.id, section]));
  return (
    <Panel title={t('seats.chooseSection')} aside={liveness && <LivenessBadge liveness={liveness} />}>
      <ul className="grid max-h-80 gap-3 overflow-y-auto p-1 sm:grid-cols-2">
        {event.seating.sections.map((section) => {
          const availability = free.get(section.id);
          const left = availability?.free ?? 0;
          return (
            <li key={section.id}>
              <button
                type="button"
                aria-pressed={shown === section.id}
                onClick={() => onShow(section.id)}
                className={classes(
                  'flex w-full flex-col gap-1 rounded-xl border-2 p-4 text-start',
                  shown === section.id ? 'border-primary bg-primary-soft' : 'border-line bg-surface hover:border-primary',
                )}
              >
                <span className="flex w-full flex-wrap justify-between gap-2 font-semibold">
                  <bdi className="min-w-0 wrap-anywhere">{section.name}</bdi> <span>{formatMoney(section.price_minor, event.currency)}</span>
                </span>
                <span className="text-sm text-muted">
                  {t('seats.sectionState', {
                    kind: section.kind === 'general' ? t('seats.freeChoice') : t('seats.numberedSeats'),
                    free: left === 0 ? t('seats.noneFree') : t('seats.sectionFree', { free: left, capacity: availability?.capacity ?? 0 }),
                  })}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
