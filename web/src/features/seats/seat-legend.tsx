import { seatLook, type SeatState } from './seat-look';

const states: [SeatState, string][] = [['free', 'Free'], ['chosen', 'Chosen'], ['taken', 'Taken']];

export function SeatLegend() {
  return (
    <ul aria-label="What the shapes mean" className="mb-4 flex flex-wrap gap-4 text-sm">
      {states.map(([state, text]) => (
        <li key={state} className="flex items-center gap-2">
          <span aria-hidden="true" className={seatLook(state)}>7</span> {text}
        </li>
      ))}
    </ul>
  );
}
