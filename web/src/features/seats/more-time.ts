import { useState } from 'react';
import { useExtendHold } from '@/api/holds';
import { problemOf } from '@/api/problem';
import type { Hold } from '@/api/schema';
import { words } from './words';

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
        setSaid(gained > 0 ? words.extended.by(gained) : words.extended.full);
        onDone?.();
      },
      onError: (error) => setSaid(problemOf(error).slug === 'hold-cap-reached' ? words.extended.not : undefined),
    });
  };
  return { extend, more, atCap, said };
}
