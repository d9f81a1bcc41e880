import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { read } from './client';
import type { EventReportList, SalesBucketList, SummaryReport } from './schema';

export function useSummary() {
  return useQuery({
    queryKey: ['reports', 'summary'],
    queryFn: ({ signal }) => read<SummaryReport>('/reports/summary', {}, signal),
  });
}

export function useEventReports(cursor?: string) {
  return useQuery({
    queryKey: ['reports', 'events', cursor],
    queryFn: ({ signal }) => read<EventReportList>('/reports/events', { cursor }, signal),
    placeholderData: keepPreviousData,
  });
}

export interface SalesFilter {
  event_id?: string;
  bucket: 'hour' | 'day';
  from: string;
  to: string;
}

export function useSales(filter: SalesFilter) {
  return useQuery({
    queryKey: ['reports', 'sales', filter],
    queryFn: ({ signal }) => read<SalesBucketList>('/reports/sales', { ...filter, limit: 100 }, signal),
    placeholderData: keepPreviousData,
  });
}
