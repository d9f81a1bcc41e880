import { useRouteError } from 'react-router';
import type { Role } from '@/api/schema';
import { Button, LinkButton } from '@/ui/button';
import { PageTitle } from '@/ui/page';

export function NotFoundPage() {
  return (
    <>
      <PageTitle title="Page not found" />
      <p className="mb-6">There is no page at this address. It may have been mistyped, or the page is gone.</p>
      <LinkButton to="/" look="primary">See the events</LinkButton>
    </>
  );
}

export function ForbiddenPage({ role }: { role: Role }) {
  return (
    <>
      <PageTitle title="Not for your account" />
      <p className="mb-6">
        This page is for other roles than yours (<strong>{role}</strong>). If you need it, ask an administrator to
        change your role.
      </p>
      <LinkButton to="/" look="primary">See the events</LinkButton>
    </>
  );
}

/** What is left when a page itself fails, such as when its code cannot be fetched. */
export function CrashPage() {
  const error = useRouteError();
  return (
    <main className="mx-auto max-w-2xl p-8">
      <PageTitle title="This page failed" />
      <p className="mb-2">Something went wrong while showing this page. Loading it again often helps.</p>
      <p className="mb-6 text-sm text-muted">{error instanceof Error ? error.message : 'Unknown reason.'}</p>
      <Button look="primary" onClick={() => window.location.reload()}>Load again</Button>
    </main>
  );
}
