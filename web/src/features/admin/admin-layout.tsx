import { NavLink, Outlet } from 'react-router';
import type { Role } from '@/api/schema';
import { useSession } from '@/api/session';
import { useT, type TextKey } from '@/i18n';
import { classes } from '@/ui/classes';

const links: [string, TextKey, Role[]][] = [
  ['/admin', 'admin.overview', ['admin']],
  ['/admin/events', 'admin.events', ['admin']],
  ['/admin/bookings', 'admin.bookings', ['admin', 'staff']],
  ['/admin/reports', 'admin.reports', ['admin']],
  ['/admin/audit', 'admin.audit', ['admin']],
  ['/admin/users', 'admin.users', ['admin']],
  ['/admin/mails', 'admin.mails', ['admin']],
  ['/admin/projections', 'admin.readModels', ['admin']],
];

/** The frame of all administration pages. On a phone its menu is moved sideways. */
export function AdminLayout() {
  const t = useT();
  const session = useSession();
  const role = session.status === 'signed-in' ? session.user.role : 'user';
  return (
    <>
      <nav aria-label={t('shell.administration')} className="-mx-4 mb-8 flex gap-1 overflow-x-auto border-b border-line px-4 pt-1 pb-3 sm:-mx-6 sm:px-6">
        {links.filter(([, , roles]) => roles.includes(role)).map(([to, text]) => (
          <NavLink
            key={to}
            to={to}
            end={to === '/admin'}
            className={({ isActive }) => classes(
              'shrink-0 rounded-lg px-4 py-2 font-semibold',
              isActive ? 'bg-primary text-on-primary' : 'hover:bg-primary-soft',
            )}
          >
            {t(text)}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
