import type { Event, Hold } from '@/api/schema';
import { useT } from '@/i18n';
import { formatMoney } from '@/ui/money';
import { quantityOf, totalOf, type Choice } from './choice';
import { TimeLeft } from './countdown';

/** On a phone the choice lies below the plan: this bar stays in sight and leads there. */
export function ChoiceBar({ event, choice, hold }: { event: Event; choice: Choice; hold: Hold | undefined }) {
  const t = useT();
  return (
    <a
      href="#choice"
      className="sticky bottom-3 z-10 flex items-center justify-between gap-4 rounded-xl bg-primary px-5 py-3 font-semibold text-on-primary shadow-raised lg:hidden"
    >
      <span>
        {hold
          ? t('seats.barHeld', { count: hold.seats.length, price: formatMoney(hold.total_minor, hold.currency) })
          : t('seats.barChosen', { count: quantityOf(choice), price: totalOf(event, choice) })}
      </span>
      {hold && <TimeLeft until={hold.expires_at} />}
      <span aria-hidden="true" className="whitespace-nowrap">{hold ? t('seats.barBook') : t('seats.barReview')} ↓</span>
    </a>
  );
}
