import { NavLink, Outlet } from 'react-router';
import type { Role } from '@/api/schema';
import { useSession } from '@/api/session';
import { classes } from '@/ui/classes';

const links: [string, string, Role[]][] = [
  ['/admin', 'Overview', ['admin']],
  ['/admin/events', 'Events', ['admin']],
  ['/admin/bookings', 'Bookings', ['admin', 'staff']],
  ['/admin/users', 'Users', ['admin']],
  ['/admin/mails', 'Mails', ['admin']],
  ['/admin/projections', 'Read models', ['admin']],
];

/** The frame of all administration pages. */
export function AdminLayout() {
  const session = useSession();
  const role = session.status === 'signed-in' ? session.user.role : 'user';
  return (
    // These pages speak English alone, whatever the language around them.
    <div lang="en" dir="ltr">
      <nav aria-label="Administration" className="mb-8 flex flex-wrap gap-1 border-b border-line pb-3">
        {links.filter(([, , roles]) => roles.includes(role)).map(([to, text]) => (
          <NavLink
            key={to}
            to={to}
            end={to === '/admin'}
            className={({ isActive }) => classes(
              'rounded-lg px-4 py-2 font-semibold',
              isActive ? 'bg-primary text-on-primary' : 'hover:bg-primary-soft',
            )}
          >
            {text}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
