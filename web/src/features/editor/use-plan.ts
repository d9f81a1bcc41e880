// The plan that is worked on: its history, what is selected, and what is wrong with it.
import { useCallback, useMemo, useReducer, useState } from 'react';
import type { FieldError } from '@/api/schema';
import { t } from '@/i18n';
import { faultsOf, placeOfField, type Faults } from './check-draft';
import type { Draft } from './draft';
import type { Edit } from './edits';
import { begin, step } from './history';

/** What the server found wrong, and with which plan: what was changed since is no longer wrong. */
interface Refused {
  draft: Draft;
  messages: ReadonlyMap<string, string>;
}

const sentence = (message: string) => {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
};

/** Whether the part of the plan at a place is still what was sent. */
function isSent(place: string, sent: Draft, draft: Draft): boolean {
  const [index = '', field, row] = place.split('.');
  if (place === '') return sent === draft;
  const [one, other] = [sent[Number(index)], draft[Number(index)]];
  return field === 'rows' && row !== undefined ? one?.rows[Number(row)] === other?.rows[Number(row)] : one === other;
}

export type Plan = ReturnType<typeof usePlan>;

const none: Faults = new Map();

export function usePlan(first: () => Draft, currency: string) {
  const [history, dispatch] = useReducer(step, first, (make) => begin(make()));
  const [original] = useState(history.now);
  const [selected, setSelected] = useState<number | undefined>(history.now[0]?.key);
  const [checked, setChecked] = useState(false);
  const [refused, setRefused] = useState<Refused>();
  const draft = history.now;

  const change = useCallback((edit: Edit, place?: string) => dispatch({ kind: 'change', change: edit, place }), []);
  const undo = useCallback(() => dispatch({ kind: 'undo' }), []);
  const redo = useCallback(() => dispatch({ kind: 'redo' }), []);
  const faults = useMemo(() => (checked ? faultsOf(draft, currency) : none), [draft, checked, currency]);

  /** What is wrong at a place, in words. */
  const errorAt = useCallback((place: string): string | undefined => {
    const fault = faults.get(place);
    if (fault) return t(fault);
    const message = refused?.messages.get(place);
    return message !== undefined && refused && isSent(place, refused.draft, draft) ? message : undefined;
  }, [faults, refused, draft]);

  const show = (place: string | undefined, focus: boolean) => {
    const section = place && draft[Number(place.split('.')[0])];
    if (section) setSelected(section.key);
    if (focus) requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-plan] [aria-invalid="true"]')?.focus());
  };

  return {
    draft, first: original, change, undo, redo, errorAt, setSelected,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    selected: draft.some(({ key }) => key === selected) ? selected : draft[0]?.key,
    /** Which sections have something wrong. */
    isWrong: (index: number) => [...faults.keys(), ...(refused?.messages.keys() ?? [])]
      .some((place) => place.startsWith(`${index}.`) && errorAt(place) !== undefined),
    /** Checks all of it, and from now on with every change; the first thing that is wrong is shown. */
    check(focus = true): boolean {
      setChecked(true);
      const [place] = faultsOf(draft, currency).keys();
      if (place !== undefined) show(place, focus);
      return place === undefined;
    },
    /** Takes what the server says of the plan; the rest is given back. */
    refuse(errors: readonly FieldError[]): FieldError[] {
      const messages = new Map<string, string>();
      const left = errors.filter(({ field, message }) => {
        const place = placeOfField(field);
        if (place !== undefined) messages.set(place, sentence(message));
        return place === undefined;
      });
      setRefused({ draft, messages });
      const [place] = messages.keys();
      if (place !== undefined) show(place, true);
      return left;
    },
  };
}
