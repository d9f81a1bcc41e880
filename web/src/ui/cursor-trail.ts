import { useSearchParams } from 'react-router';

export interface CursorTrail {
  /** The cursor of the page shown; undefined on the first. */
  cursor: string | undefined;
  pageNumber: number;
  /** Where the page after this one is, given the cursor that the server named. */
  next: (cursor: string) => string;
  /** Where the page before this one is; undefined on the first. */
  previous: string | undefined;
}

/**
 * The pages walked through, kept in the address. The back button, a reload and a shared link all find the
 * same page, although the server only ever names the next one.
 */
export function useCursorTrail(): CursorTrail {
  const [params] = useSearchParams();
  const trail = params.getAll('page');
  const address = (cursors: string[]) => {
    const copy = new URLSearchParams(params);
    copy.delete('page');
    for (const cursor of cursors) copy.append('page', cursor);
    return `?${copy}`;
  };
  return {
    cursor: trail.at(-1),
    pageNumber: trail.length + 1,
    next: (cursor) => address([...trail, cursor]),
    previous: trail.length > 0 ? address(trail.slice(0, -1)) : undefined,
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
