import { seatLook, seatWords, type SeatState } from './seat-look';

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** What the shapes mean. A page may have its own words for a state, such as that the chosen seats are held. */
export function SeatLegend({ states, words }: { states: readonly SeatState[]; words?: Partial<Record<SeatState, string>> }) {
  return (
    <ul aria-label="What the shapes mean" className="mb-4 flex flex-wrap gap-4 text-sm">
      {states.map((state) => (
        <li key={state} className="flex items-center gap-2">
          <span aria-hidden="true" className={seatLook(state)}>7</span> {capital(words?.[state] ?? seatWords[state])}
        </li>
      ))}
    </ul>
  );
}
