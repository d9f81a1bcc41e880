import { useLocation } from 'react-router';

/** The token of a mailed link. It stands behind the `#`, so that no server's log gets to know it; '' when there is none. */
export function useMailedToken(): string {
  return new URLSearchParams(useLocation().hash.slice(1)).get('token') ?? '';
}
