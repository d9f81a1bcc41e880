import { useSecondsUntil } from '@/api/clock';
import { classes } from '@/ui/classes';

/** The moments at which the time left is said aloud, in seconds; more often would drown everything else. */
const saidAloud: readonly [number, string][] = [
  [10, '10 seconds left'], [30, '30 seconds left'], [60, '1 minute left'], [120, '2 minutes left'], [300, '5 minutes left'],
];

/** From here on the time is shown as pressing. */
const PRESSING_SECS = 60;

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The time left, for the eye alone: where it stands besides a countdown that is also heard. */
export function TimeLeft({ until }: { until: string }) {
  return <span aria-hidden="true" className="tabular-nums">{clock(useSecondsUntil(until))}</span>;
}

/** How much time is left: to see every second, to hear now and then. */
export function Countdown({ until, className }: { until: string; className?: string }) {
  const left = useSecondsUntil(until);
  const said = left === 0 ? undefined : saidAloud.find(([seconds]) => left <= seconds)?.[1];
  return (
    <>
      <span role="timer" className={classes('font-extrabold tabular-nums', left <= PRESSING_SECS && 'underline decoration-2', className)}>
        <span className="sr-only">Time left: </span>{clock(left)}
      </span>
      <span role="status" className="sr-only">{said}</span>
    </>
  );
}
