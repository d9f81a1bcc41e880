import type { ComponentType } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useT, type TextKey } from '@/i18n';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { Tabs } from '@/features/admin/tabs';
import { CancellationsReport, SalesReport } from './buckets-report';
import { EventsReport } from './events-report';
import { FiguresFacts } from './facts-report';
import { LostReport } from './lost-report';
import { useReportMoment } from './moment';
import { MomentBar } from './moment-bar';
import { SectionsReport } from './sections-report';
import { UserReport } from './user-report';

/** Every report is given the same moment. */
export interface ReportProps {
  as_of: string;
  /** When that was: ranges of days end there. */
  at: string;
}

const reports: Record<string, [TextKey, ComponentType<ReportProps>]> = {
  '': ['admin.byEvent', EventsReport],
  sales: ['admin.sales', SalesReport],
  cancellations: ['admin.cancellations', CancellationsReport],
  'lost-demand': ['admin.lostDemand', LostReport],
  sections: ['admin.sections', SectionsReport],
  users: ['admin.userHistory', UserReport],
  facts: ['admin.facts', FiguresFacts],
};

/** What the address keeps from one report to the next. */
const kept = ['as_of', 'event_id', 'user_id', 'first', 'last', 'bucket'];

/** All reports, as of one moment. */
export function ReportsPage() {
  const t = useT();
  const { report: name = '' } = useParams();
  const [params] = useSearchParams();
  const moment = useReportMoment();
  const [title, Report] = reports[name] ?? reports[''] ?? (['admin.byEvent', EventsReport] as const);
  const carried = new URLSearchParams([...params].filter(([key]) => kept.includes(key))).toString();
  return (
    <>
      <PageTitle title={t('admin.reportTitle', { report: t(title) })} />
      <MomentBar moment={moment} />
      <Tabs label={t('admin.reports')}>
        {Object.entries(reports).map(([path, [text]]) => (
          <Link key={path} to={`/admin/reports${path && `/${path}`}${carried && `?${carried}`}`} aria-current={path === name ? 'page' : undefined}>{t(text)}</Link>
        ))}
      </Tabs>
      {moment.as_of !== undefined && moment.at !== undefined && <Report key={name} as_of={moment.as_of} at={moment.at} />}
      {moment.as_of === undefined && moment.error === undefined && <LoadingLines what={t(title)} />}
    </>
  );
}
