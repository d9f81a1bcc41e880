import { useSecondsUntil } from '@/api/clock';
import { useT } from '@/i18n';
import { classes } from '@/ui/classes';

/** The moments at which the time left is said aloud, in seconds; more often would drown everything else. */
const saidAloud: readonly number[] = [10, 30, 60, 120, 300];

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
  const t = useT();
  const said = left === 0 ? undefined : saidAloud.find((seconds) => left <= seconds);
  return (
    <>
      <span role="timer" className={classes('font-extrabold tabular-nums', left <= PRESSING_SECS && 'underline decoration-2', className)}>
        <span className="sr-only">{t('seats.timeLeft')} </span>{clock(left)}
      </span>
      <span role="status" className="sr-only">
        {said !== undefined && (said < 60 ? t('seats.secondsLeft', { count: said }) : t('seats.minutesLeft', { count: said / 60 }))}
      </span>
    </>
  );
}
