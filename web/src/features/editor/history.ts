// Undo and redo: a plan's former states, and those that were taken back.
import type { Draft } from './draft';

export interface History {
  past: readonly Draft[];
  now: Draft;
  future: readonly Draft[];
  /** Where the last change was: typing on in one field is one step. */
  place: string | undefined;
}

export type Step =
  | { kind: 'change'; change: (draft: Draft) => Draft; place?: string | undefined }
  | { kind: 'undo' }
  | { kind: 'redo' };

const MOST_STEPS = 100;

export const begin = (now: Draft): History => ({ past: [], now, future: [], place: undefined });

export function step(history: History, wish: Step): History {
  const { past, now, future, place } = history;
  switch (wish.kind) {
    case 'change': {
      const next = wish.change(now);
      if (next === now) return history;
      const same = wish.place !== undefined && wish.place === place;
      return { past: same ? past : [...past, now].slice(-MOST_STEPS), now: next, future: [], place: wish.place };
    }
    case 'undo': {
      const before = past.at(-1);
      return before ? { past: past.slice(0, -1), now: before, future: [now, ...future], place: undefined } : history;
    }
    case 'redo': {
      const [after, ...rest] = future;
      return after ? { past: [...past, now], now: after, future: rest, place: undefined } : history;
    }
  }
}
