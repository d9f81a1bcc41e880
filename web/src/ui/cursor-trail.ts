import { useSearchParams } from 'react-router';

export interface CursorTrail {
  /** The cursor of the page shown; undefined on the first. */
  cursor: string | undefined;
  pageNumber: number;
  /** Where the page after this one is, given the cursor that the server named. */
  next: (cursor: string) => string;
  /** Where the page before this one is; undefined on the first, and where the way back is forgotten. */
  previous: string | undefined;
  /** Where the first page is; undefined there. */
  first: string | undefined;
}

/** So many pages back are known: an address must not grow with every page of ten thousand events. */
const MOST_KEPT = 20;

/**
 * The pages walked through, kept in the address. The back button, a reload and a shared link all find the
 * same page, although the server only ever names the next one.
 */
export function useCursorTrail(): CursorTrail {
  const [params] = useSearchParams();
  const trail = params.getAll('page');
  const forgotten = Math.max(Math.trunc(Number(params.get('pages_before'))) || 0, 0);
  const address = (cursors: string[], before = forgotten) => {
    const copy = new URLSearchParams(params);
    copy.delete('page');
    copy.delete('pages_before');
    for (const cursor of cursors.slice(-MOST_KEPT)) copy.append('page', cursor);
    const left = before + Math.max(cursors.length - MOST_KEPT, 0);
    if (left > 0) copy.set('pages_before', String(left));
    return `?${copy}`;
  };
  const first = trail.length > 0 ? address([], 0) : undefined;
  return {
    cursor: trail.at(-1),
    pageNumber: trail.length + forgotten + 1,
    next: (cursor) => address([...trail, cursor]),
    previous: trail.length > 1 ? address(trail.slice(0, -1)) : forgotten > 0 ? undefined : first,
    first,
  };
}

export interface UrlFilter {
  get: (name: string) => string;
  set: (name: string, value: string) => void;
  /** Several at once. */
  setAll: (values: Readonly<Record<string, string>>) => void;
}

/** A filter kept in the address; changing it goes back to the first page. */
export function useUrlFilter(): UrlFilter {
  const [params, setParams] = useSearchParams();
  const setAll = (values: Readonly<Record<string, string>>) =>
    setParams(
      (previous) => {
        const next = new URLSearchParams(previous);
        next.delete('page');
        next.delete('pages_before');
        for (const [name, value] of Object.entries(values)) {
          if (value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return { get: (name) => params.get(name) ?? '', set: (name, value) => setAll({ [name]: value }), setAll };
}
