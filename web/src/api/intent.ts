import { useCallback, useRef } from 'react';

/** A random name for one wish of the user, so that sending it twice changes nothing twice. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One key per wish: the same wish repeated (a double click, a retry after a lost answer) gets the same key;
 * another wish, or one that was refused, gets a new one.
 */
export function useIntent(): { keyFor: (wish: unknown) => string; settle: () => void } {
  const current = useRef<{ wish: string; key: string } | null>(null);
  const keyFor = useCallback((wish: unknown) => {
    const text = JSON.stringify(wish);
    if (current.current?.wish !== text) current.current = { wish: text, key: newIdempotencyKey() };
    return current.current.key;
  }, []);
  const settle = useCallback(() => {
    current.current = null;
  }, []);
  return { keyFor, settle };
}
