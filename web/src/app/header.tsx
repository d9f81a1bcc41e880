import { useState } from 'react';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import { problemOf } from '@/api/problem';
import type { Role } from '@/api/schema';
import { logout, useSession } from '@/api/session';
import { Button } from '@/ui/button';
import { classes } from '@/ui/classes';
import { CloseIcon, MenuIcon, SeatIcon } from '@/ui/icons';
import { ThemeSwitch } from '@/ui/theme-switch';
import { sayDone, sayFailed } from '@/ui/toasts';

const roleLinks: Record<Role, [string, string][]> = {
  user: [['/tickets', 'My tickets']],
  staff: [['/tickets', 'My tickets'], ['/admin/bookings', 'Bookings']],
  admin: [['/tickets', 'My tickets'], ['/admin', 'Administration']],
};

const link = ({ isActive }: { isActive: boolean }) => classes(
  'rounded-lg px-3 py-2 font-semibold hover:bg-primary-soft',
  isActive ? 'text-primary underline decoration-2 underline-offset-8' : 'text-ink',
);

/** Signing in leads back to where it was asked for. */
function useReturnState() {
  const location = useLocation();
  const { pathname, search } = location;
  return pathname === '/login' || pathname === '/register' ? (location.state as unknown) : { from: pathname + search };
}

function AccountLinks() {
  const session = useSession();
  const navigate = useNavigate();
  const returnState = useReturnState();

  if (session.status === 'starting') return null;
  if (session.status === 'anonymous') {
    return (
      <>
        <NavLink to="/login" state={returnState} className={link}>Log in</NavLink>
        <NavLink to="/register" state={returnState} className={link}>Register</NavLink>
      </>
    );
  }
  const leave = async () => {
    await navigate('/');
    try {
      await logout();
      sayDone('You are logged out.');
    } catch (error) {
      sayFailed(`You are logged out on this page only. ${problemOf(error).message}`);
    }
  };
  return (
    <>
      {roleLinks[session.user.role].map(([to, text]) => <NavLink key={to} to={to} className={link}>{text}</NavLink>)}
      <span className="max-w-48 truncate px-3 py-2 text-sm text-muted" title={session.user.email}>{session.user.name}</span>
      <Button size="small" onClick={() => void leave()}>Log out</Button>
    </>
  );
}

export function Header() {
  const { key } = useLocation();
  const [openAt, setOpenAt] = useState<string | null>(null);
  // The menu of a phone belongs to the page it was opened on: going elsewhere closes it.
  const open = openAt === key;
  return (
    <header className="border-b border-line bg-surface">
      <div aria-hidden="true" className="flex h-1.5">
        <span className="grow bg-primary" /><span className="grow bg-surface" /><span className="grow bg-accent" />
      </div>
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
        <Link to="/" className="flex items-center gap-2 text-xl font-extrabold tracking-tight">
          <SeatIcon className="size-7 text-accent" /> Seatlog
        </Link>
        <div className="ml-auto flex items-center gap-2 md:order-last md:ml-0">
          <ThemeSwitch />
          <Button size="small" className="md:hidden" aria-expanded={open} aria-controls="menu" onClick={() => setOpenAt(open ? null : key)}>
            {open ? <CloseIcon /> : <MenuIcon />}
            <span className="sr-only">Menu</span>
          </Button>
        </div>
        <nav
          id="menu"
          aria-label="Main"
          className={classes('w-full flex-col gap-1 md:flex md:w-auto md:grow md:flex-row md:items-center md:justify-end', open ? 'flex' : 'hidden')}
        >
          <NavLink to="/" end className={link}>Events</NavLink>
          <AccountLinks />
        </nav>
      </div>
    </header>
  );
}
