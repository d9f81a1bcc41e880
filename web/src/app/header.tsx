import { useState } from 'react';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import { problemOf } from '@/api/problem';
import type { Role } from '@/api/schema';
import { logout, useSession } from '@/api/session';
import { useT, type TextKey } from '@/i18n';
import { Button } from '@/ui/button';
import { classes } from '@/ui/classes';
import { CloseIcon, MenuIcon, SeatIcon } from '@/ui/icons';
import { LanguageSwitch } from '@/ui/language-switch';
import { ThemeSwitch } from '@/ui/theme-switch';
import { sayDone, sayFailed } from '@/ui/toasts';

const roleLinks: Record<Role, [string, TextKey][]> = {
  user: [['/tickets', 'shell.myTickets']],
  staff: [['/tickets', 'shell.myTickets'], ['/admin/bookings', 'shell.bookings']],
  admin: [['/tickets', 'shell.myTickets'], ['/admin', 'shell.administration']],
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
  const t = useT();
  const session = useSession();
  const navigate = useNavigate();
  const returnState = useReturnState();

  if (session.status === 'starting') return null;
  if (session.status === 'anonymous') {
    return (
      <>
        <NavLink to="/login" state={returnState} className={link}>{t('shell.logIn')}</NavLink>
        <NavLink to="/register" state={returnState} className={link}>{t('shell.register')}</NavLink>
      </>
    );
  }
  const leave = async () => {
    await navigate('/');
    try {
      await logout();
      sayDone(t('shell.loggedOut'));
    } catch (error) {
      sayFailed(t('shell.loggedOutHereOnly', { reason: problemOf(error).message }));
    }
  };
  return (
    <>
      {roleLinks[session.user.role].map(([to, text]) => <NavLink key={to} to={to} className={link}>{t(text)}</NavLink>)}
      <NavLink to="/account" title={session.user.email} aria-label={`${t('shell.account')}: ${session.user.name}`} className={(state) => classes(link(state), 'max-w-48 truncate text-sm')}>
        <bdi>{session.user.name}</bdi>
      </NavLink>
      <Button size="small" onClick={() => void leave()}>{t('shell.logOut')}</Button>
    </>
  );
}

export function Header() {
  const t = useT();
  const { key } = useLocation();
  const [openAt, setOpenAt] = useState<string | null>(null);
  // The menu of a phone belongs to the page it was opened on: going elsewhere closes it.
  const open = openAt === key;
  return (
    <header className="print:hidden border-b border-line bg-surface">
      <div aria-hidden="true" className="flex h-1.5">
        <span className="grow bg-primary" /><span className="grow bg-surface" /><span className="grow bg-accent" />
      </div>
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
        <Link to="/" className="flex items-center gap-2 text-xl font-extrabold tracking-tight">
          <SeatIcon className="size-7 text-accent" /> <span className="max-[26rem]:sr-only">Seatlog</span>
        </Link>
        <div className="ms-auto flex items-center gap-2 md:order-last md:ms-0">
          <LanguageSwitch />
          <ThemeSwitch />
          <Button size="small" className="md:hidden" aria-expanded={open} aria-controls="menu" onClick={() => setOpenAt(open ? null : key)}>
            {open ? <CloseIcon /> : <MenuIcon />}
            <span className="sr-only">{t('shell.menu')}</span>
          </Button>
        </div>
        <nav
          id="menu"
          aria-label={t('shell.mainMenu')}
          className={classes('w-full flex-col gap-1 md:flex md:w-auto md:grow md:flex-row md:items-center md:justify-end', open ? 'flex' : 'hidden')}
        >
          <NavLink to="/" end className={link}>{t('shell.events')}</NavLink>
          <AccountLinks />
        </nav>
      </div>
    </header>
  );
}
