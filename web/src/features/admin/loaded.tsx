import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemOf } from '@/api/problem';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';

interface LoadedProps<Answer> {
  of: UseQueryResult<Answer>;
  /** What is loading, for those who cannot see the grey lines. */
  what: string;
  /** What is said when it cannot be shown. */
  failed: string;
  /** What is said when there is nothing to show, if there may be nothing. */
  empty?: string;
  isEmpty?: (answer: Answer) => boolean;
  lines?: number;
  children: (answer: Answer) => ReactNode;
}

const hasNoItems = (answer: unknown) =>
  typeof answer === 'object' && answer !== null && 'items' in answer && Array.isArray(answer.items) && answer.items.length === 0;

/** What was asked for, or why it is not there. What was shown before stays while it is read anew. */
export function Loaded<Answer>({ of: query, what, failed, empty, isEmpty = hasNoItems, lines = 4, children }: LoadedProps<Answer>) {
  if (query.isError) return <ErrorState title={failed} message={problemOf(query.error).message} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingLines what={what} lines={lines} />;
  if (empty !== undefined && isEmpty(query.data)) return <EmptyState title={empty} />;
  return children(query.data);
}
