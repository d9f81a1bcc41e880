import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem';
import { currentSession, onSessionChange, type Session } from './session';

/** Query settings of the whole program: only what the server calls retryable is tried again. */
export function createQueryClient(retries = 3): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < retries && problemOf(error).retryable,
        throwOnError: false,
      },
      // A command without a connection fails at once and the page says so; it is never kept back and sent unasked later.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** What one person may see must not be shown to the next: everything is read anew when the person changes. */
export function clearOnSessionChange(client: QueryClient): () => void {
  let before = currentSession();
  return onSessionChange(() => {
    const now = currentSession();
    const changed = personOf(before) !== personOf(now);
    // What was asked while the session was still being found out waited for it.
    if (changed && before.status !== 'starting') void client.resetQueries();
    before = now;
  });
}

function personOf(session: Session): string | undefined {
  return session.status === 'signed-in' ? `${session.user.id} ${session.user.role}` : undefined;
}
