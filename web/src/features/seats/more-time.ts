import { useState } from 'react';
import { useExtendHold } from '@/api/holds';
import { problemOf } from '@/api/problem';
import { t } from '@/i18n';
import type { Hold } from '@/api/schema';

/** Asking for more time, and what came of it in words that stay true near the longest time. */
export function useMoreTime(hold: Hold) {
  const extend = useExtendHold(hold);
  const [said, setSaid] = useState<string>();
  const atCap = extend.isError && problemOf(extend.error).slug === 'hold-cap-reached';
  const more = (onDone?: () => void) => {
    const before = Date.parse(hold.expires_at);
    setSaid(undefined);
    extend.mutate(undefined, {
      onSuccess: ({ expires_at }) => {
        const gained = Math.round((Date.parse(expires_at) - before) / 1_000);
        setSaid(gained > 0 ? gainedText(gained) : t('seats.extendedFull'));
        onDone?.();
      },
      onError: (error) => setSaid(problemOf(error).slug === 'hold-cap-reached' ? t('seats.extendedNot') : undefined),
    });
  };
  return { extend, more, atCap, said };
}

/** Whole minutes from two minutes on. */
function gainedText(seconds: number): string {
  return seconds >= 120
    ? t('seats.extendedMinutes', { count: Math.floor(seconds / 60) })
    : t('seats.extendedSeconds', { count: seconds });
}
