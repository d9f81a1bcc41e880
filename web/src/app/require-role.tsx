import { Navigate, Outlet, useLocation } from 'react-router';
import type { Role } from '@/api/schema';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { LoadingLines } from '@/ui/skeleton';
import { ForbiddenPage } from './dead-ends';

/** Lets through who has one of the roles; others are sent to log in and back, or told why they may not. */
export function RequireRole({ roles }: { roles: readonly Role[] }) {
  const session = useSession();
  const t = useT();
  const { pathname, search } = useLocation();
  switch (session.status) {
    case 'starting':
      return <LoadingLines what={t('shell.theSession')} />;
    case 'anonymous':
      return <Navigate to="/login" replace state={{ from: pathname + search }} />;
    case 'signed-in':
      return roles.includes(session.user.role) ? <Outlet /> : <ForbiddenPage role={session.user.role} />;
  }
}
