import type { ComponentType } from 'react';
import { Link, useParams } from 'react-router';
import { useT, type TextKey } from '@/i18n';
import { PageTitle } from '@/ui/page';
import { Tabs } from '@/features/admin/tabs';
import { ActionsOfAdmins } from './actions';
import { Facts } from './facts';
import { Integrity } from './integrity';
import { Refusals } from './refusals';
import { SeatStoryPage } from './seat-story';

const parts: Record<string, [TextKey, ComponentType]> = {
  '': ['admin.facts', Facts],
  seat: ['admin.seatStory', SeatStoryPage],
  actions: ['admin.adminActions', ActionsOfAdmins],
  refusals: ['admin.refusals', Refusals],
  integrity: ['admin.integrity', Integrity],
};

/** The log for those who have to be able to trust it. */
export function AuditPage() {
  const t = useT();
  const { part = '' } = useParams();
  const [title, Part] = parts[part] ?? (['admin.facts', Facts] as const);
  return (
    <>
      <PageTitle title={t('admin.auditTitle', { part: t(title) })} />
      <Tabs label={t('admin.audit')}>
        {Object.entries(parts).map(([path, [text]]) => (
          <Link key={path} to={`/admin/audit${path && `/${path}`}`} aria-current={path === part ? 'page' : undefined}>{t(text)}</Link>
        ))}
      </Tabs>
      <Part key={part} />
    </>
  );
}
