import { useRouteError } from 'react-router';
import type { Role } from '@/api/schema';
import { useT } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { PageTitle } from '@/ui/page';
import { roleName } from '@/api/role-names';

export function NotFoundPage() {
  const t = useT();
  return (
    <>
      <PageTitle title={t('shell.notFound')} />
      <p className="mb-6">{t('shell.notFoundExplained')}</p>
      <LinkButton to="/" look="primary">{t('shell.seeEvents')}</LinkButton>
    </>
  );
}

export function ForbiddenPage({ role }: { role: Role }) {
  const t = useT();
  return (
    <>
      <PageTitle title={t('shell.forbidden')} />
      <p className="mb-6">{t('shell.forbiddenExplained', { role: roleName(role) })}</p>
      <LinkButton to="/" look="primary">{t('shell.seeEvents')}</LinkButton>
    </>
  );
}

/** What is left when a page itself fails, such as when its code cannot be fetched. */
export function CrashPage() {
  const error = useRouteError();
  const t = useT();
  return (
    <main className="mx-auto max-w-2xl p-8">
      <PageTitle title={t('shell.crashed')} />
      <p className="mb-2">{t('shell.crashedExplained')}</p>
      <p className="mb-6 text-sm text-muted">{error instanceof Error ? error.message : t('shell.unknownReason')}</p>
      <Button look="primary" onClick={() => window.location.reload()}>{t('shell.loadAgain')}</Button>
    </main>
  );
}
