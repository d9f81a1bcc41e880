import { locale, useT } from '@/i18n';
import { seatLook, seatWords, type SeatState } from './seat-look';

const capital = (word: string) => word.charAt(0).toLocaleUpperCase(locale()) + word.slice(1);

/** What the shapes mean. A page may have its own words for a state, such as that the chosen seats are held. */
export function SeatLegend({ states, words }: { states: readonly SeatState[]; words?: Partial<Record<SeatState, string>> }) {
  const t = useT();
  return (
    <ul aria-label={t('seats.shapes')} className="mb-4 flex flex-wrap gap-4 text-sm">
      {states.map((state) => (
        <li key={state} className="flex items-center gap-2">
          <span aria-hidden="true" className={seatLook(state)}>7</span> {capital(words?.[state] ?? t(seatWords[state]))}
        </li>
      ))}
    </ul>
  );
}
