// One moment for all reports, kept in the address: `as_of` is a time or a position of the log; without it, now.
import { problemOf } from '@/api/problem';
import { useSummary } from '@/api/reports';
import { useUrlFilter } from '@/ui/cursor-trail';

export interface ReportMoment {
  /** As the address has it. */
  wanted: string;
  /** What every report is asked for: never "now", which would be another moment for each of them. */
  as_of: string | undefined;
  /** The time and the position that it stands for, once the server has said. */
  at: string | undefined;
  position: number | undefined;
  /** Why there is no such moment. */
  error: string | undefined;
  set: (wanted: string) => void;
  again: () => void;
}

export function useReportMoment(): ReportMoment {
  const filter = useUrlFilter();
  const wanted = filter.get('as_of');
  const summary = useSummary(wanted ? { as_of: wanted } : {});
  const problem = summary.isError ? problemOf(summary.error) : undefined;
  const known = summary.isPlaceholderData ? undefined : summary.data;
  return {
    wanted,
    as_of: wanted && known ? wanted : known && String(known.position),
    at: summary.data?.as_of,
    position: known?.position,
    error: problem?.errors.find(({ field }) => field === 'as_of')?.message ?? problem?.message,
    set: (next) => filter.set('as_of', next),
    again: () => void summary.refetch(),
  };
}
