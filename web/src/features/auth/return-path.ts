import { useLocation } from 'react-router';

/** Where to go after signing in: where one came from, if that is a page of this program. */
export function useReturnPath(): string {
  const state: unknown = useLocation().state;
  if (typeof state !== 'object' || state === null || !('from' in state)) return '/';
  const { from } = state;
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : '/';
}
