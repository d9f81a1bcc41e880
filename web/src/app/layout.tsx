import { lazy, Suspense, useEffect, useRef, type ComponentType } from 'react';
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { useKeptHolds } from '@/api/kept-holds';
import { useSession } from '@/api/session';
import { loadArea, useT } from '@/i18n';
import { zoneName } from '@/ui/dates';
import { Header } from './header';

// Most visits hold nothing: its code and texts come with the first hold. Without a network no reminder is worth the page.
const HoldReminders = lazy(async (): Promise<{ default: ComponentType }> => {
  try {
    const [{ HoldReminders: shown }] = await Promise.all([import('@/features/seats/hold-reminders'), loadArea('seats')]);
    return { default: shown };
  } catch {
    return { default: () => null };
  }
});

// Most visitors have verified their address, or have none.
const VerifyReminder = lazy(async () => ({ default: (await import('./verify-reminder')).VerifyReminder }));

/** After going to another page the keyboard and the screen reader start at its content, not at the link clicked. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

export function Layout() {
  const t = useT();
  const main = useFocusOnNavigation();
  const navigation = useNavigation();
  const session = useSession();
  const unverified = session.status === 'signed-in' && !session.user.email_verified;
  const holds = useKeptHolds().length > 0;
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="sr-only z-20 rounded-lg bg-primary px-4 py-2 font-semibold text-on-primary focus:not-sr-only focus:absolute focus:top-2 focus:start-2">
        {t('shell.skip')}
      </a>
      <Header />
      {unverified && <Suspense><VerifyReminder /></Suspense>}
      <main
        id="content"
        ref={main}
        tabIndex={-1}
        aria-busy={navigation.state === 'loading' || undefined}
        className="mx-auto w-full max-w-6xl grow px-4 py-8 outline-none aria-busy:opacity-60 sm:px-6"
      >
        <Outlet />
      </main>
      {holds && <Suspense><HoldReminders /></Suspense>}
      <footer className="print:hidden border-t border-line bg-surface">
        <div className="mx-auto flex max-w-6xl flex-wrap justify-between gap-2 px-4 py-5 text-sm text-muted sm:px-6">
          <p>Seatlog. {t('shell.motto')}</p>
          <p>{t('shell.zone', { zone: zoneName() })}</p>
        </div>
      </footer>
      <ScrollRestoration />
    </div>
  );
}
