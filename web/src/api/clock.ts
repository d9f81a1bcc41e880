// The server's clock. Holds end and sales open by the server's time, and a visitor's clock may be minutes off.
import { useSyncExternalStore } from 'react';

/** A smaller difference may come from the way of the answer and from the header's whole seconds. */
const TRUSTED_MS = 2_000;

/** Often enough that a display of seconds leaves none out. */
const LOOK_MS = 250;

let aheadMs = 0;

/** Learns from an answer's `Date` how far the server's clock is ahead of this one. */
export function learnTime(header: unknown): void {
  const at = typeof header === 'string' ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(at)) return;
  const ahead = at + 500 - Date.now();
  aheadMs = Math.abs(ahead) > TRUSTED_MS ? ahead : 0;
}

/** Believes this clock again; for tests. */
export function forgetTime(): void {
  aheadMs = 0;
}

/** Milliseconds since 1970 by the server's clock. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}

/** Whole seconds until then, the one under way included; 0 when it is over. */
export function secondsUntil(iso: string): number {
  return Math.max(Math.ceil((Date.parse(iso) - serverNow()) / 1_000), 0);
}

function look(listener: () => void): () => void {
  const timer = setInterval(listener, LOOK_MS);
  // A page in the background is seldom woken: when it is looked at again, it is right at once.
  document.addEventListener('visibilitychange', listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', listener);
  };
}

const lookNever = () => () => undefined;

/** The seconds left until then, for components: they are drawn once a second. */
export function useSecondsUntil(iso: string): number {
  return useSyncExternalStore(look, () => secondsUntil(iso));
}

/** Whether a moment is past, for components: they are drawn again when it comes. No moment never comes. */
export function useIsPast(iso: string | null | undefined): boolean {
  return useSyncExternalStore(iso ? look : lookNever, () => iso !== null && iso !== undefined && Date.parse(iso) <= serverNow());
}
