import { useEffect, useRef } from 'react';
import { useT } from '@/i18n';
import { Countdown } from './countdown';

/** A buyer was let in: for how long. */
export function YourTurn({ until, arrived }: { until: string; arrived: boolean }) {
  const t = useT();
  const notice = useRef<HTMLElement>(null);
  useEffect(() => {
    // What the buyer waited at is gone: the focus goes to what came in its place.
    if (arrived && document.activeElement === document.body) notice.current?.focus({ preventScroll: true });
  }, [arrived]);
  return (
    <section
      ref={notice}
      tabIndex={-1}
      aria-label={t('seats.turnTitle')}
      className="mb-6 flex flex-wrap items-center justify-between gap-3 rounded-lg border-s-4 border-primary bg-primary-soft p-4"
    >
      <div role="status">
        <p className="font-semibold">{t('seats.turnTitle')}</p>
        <p className="text-sm">{t('seats.turnText')}</p>
      </div>
      <Countdown until={until} className="text-2xl" />
    </section>
  );
}
