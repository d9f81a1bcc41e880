import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { read, readText, type Query } from './client';
import type {
  BookingListAsOf, ContributionList, EventLossList, EventReportList, SalesBucketList, SectionReportList, SummaryReport,
} from './schema';

/** How often the totals are asked for where they are followed. */
export const FOLLOW_SECS = 5;

/** As of when a report speaks: a time or a position of the log; now, without it. */
interface AsOf {
  as_of?: string | undefined;
}

interface Paged extends AsOf {
  cursor?: string | undefined;
  limit?: number;
}

function useReport<Answer>(name: string, path: string, filter: Query, enabled = true) {
  return useQuery({
    queryKey: ['reports', name, path, filter],
    queryFn: ({ signal }) => read<Answer>(path, filter, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useSummary(filter: AsOf = {}) {
  return useReport<SummaryReport>('summary', '/reports/summary', { ...filter });
}

/**
 * The totals as they become. They name the position of the log that they know of: when it has moved, every other
 * report on the page is read anew, so that all of them tell of the same sales.
 */
export function useFollowedSummary() {
  const client = useQueryClient();
  const summary = useQuery({
    queryKey: ['summary', 'followed'],
    queryFn: ({ signal }) => read<SummaryReport>('/reports/summary', {}, signal),
    // Before the first answer there is nothing to follow: a failure stays until somebody tries again.
    refetchInterval: ({ state }) => state.data !== undefined && FOLLOW_SECS * 1_000,
  });
  const position = summary.data?.position;
  const told = useRef(position);
  useEffect(() => {
    const before = told.current;
    told.current = position;
    if (before !== undefined && position !== before) void client.invalidateQueries({ queryKey: ['reports'] });
  }, [client, position]);
  return summary;
}

export interface EventsFilter extends Paged {
  q?: string;
  status?: string;
  sort?: string;
  event_id?: string;
}

export function useEventReports(filter: EventsFilter, enabled = true) {
  return useReport<EventReportList>('events', '/reports/events', { ...filter }, enabled);
}

export interface BucketFilter extends Paged {
  event_id?: string;
  bucket: 'hour' | 'day';
  from: string;
  to: string;
}

/** What is counted by the hour or day. */
export type Buckets = 'sales' | 'cancellations' | 'lost-demand';

export function useBuckets(of: Buckets, filter: BucketFilter, enabled = true) {
  return useReport<SalesBucketList>(of, `/reports/${of}`, { limit: 100, ...filter }, enabled);
}

export function useEventLosses(filter: Paged, enabled = true) {
  return useReport<EventLossList>('lost-events', '/reports/lost-demand/events', { ...filter }, enabled);
}

export function useSectionReports(eventId: string, filter: Paged, enabled = true) {
  return useReport<SectionReportList>('sections', `/reports/events/${encodeURIComponent(eventId)}/sections`, { ...filter }, enabled && eventId !== '');
}

export function useUserHistory(userId: string, filter: Paged, enabled = true) {
  return useReport<BookingListAsOf>('user', `/reports/users/${encodeURIComponent(userId)}/bookings`, { ...filter }, enabled && userId !== '');
}

export type Figure = 'bookings' | 'cancelled_bookings' | 'seats_sold' | 'revenue_minor' | 'lost_holds' | 'lost_seats' | 'lost_minor';

export interface FactsFilter extends Paged {
  figure: string;
  event_id?: string;
  from?: string;
  to?: string;
}

export function useFigureFacts(filter: FactsFilter, enabled = true) {
  return useReport<ContributionList>('facts', '/reports/facts', { ...filter }, enabled);
}

/** A whole list as a table for spreadsheets. */
export function useCsv() {
  return useMutation({ mutationFn: ({ path, filter }: { path: string; filter: Query }) => readText(path, 'text/csv', filter) });
}
