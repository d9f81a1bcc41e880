import type { Event, Hold } from '@/api/schema';
import { formatMoney } from '@/ui/money';
import { counted, formatCount } from '@/ui/numbers';
import { quantityOf, totalOf, type Choice } from './choice';
import { TimeLeft } from './countdown';

/** On a phone the choice lies below the plan: this bar stays in sight and leads there. */
export function ChoiceBar({ event, choice, hold }: { event: Event; choice: Choice; hold: Hold | undefined }) {
  return (
    <a
      href="#choice"
      className="sticky bottom-3 z-10 flex items-center justify-between gap-4 rounded-xl bg-primary px-5 py-3 font-semibold text-on-primary shadow-raised lg:hidden"
    >
      <span>
        {hold
          ? `${formatCount(hold.seats.length)} held, ${formatMoney(hold.total_minor, hold.currency)}`
          : `${counted(quantityOf(choice), 'place')}, ${totalOf(event, choice)}`}
      </span>
      {hold && <TimeLeft until={hold.expires_at} />}
      <span aria-hidden="true" className="whitespace-nowrap">{hold ? 'Book ↓' : 'Review ↓'}</span>
    </a>
  );
}
