import type { PatchRoutesOnNavigationFunction, RouteObject } from 'react-router';
import { EventsPage } from '@/features/events/events-page';
import { CrashPage, NotFoundPage } from './dead-ends';
import { Layout } from './layout';
import { page } from './page';
import { RequireRole } from './require-role';

const FRAME = 'frame';

/** Every page of the program but administration's, and who may see it. */
export function createRoutes(): RouteObject[] {
  return [{
    id: FRAME,
    element: <Layout />,
    errorElement: <CrashPage />,
    hydrateFallbackElement: <></>,
    children: [
      { index: true, element: <EventsPage /> },
      { path: 'events/:id', lazy: page(() => import('@/features/seats/event-page'), 'EventPage', 'seats') },
      { path: 'login', lazy: page(() => import('@/features/auth/login-page'), 'LoginPage', 'account') },
      { path: 'forgot-password', lazy: page(() => import('@/features/auth/forgot-password-page'), 'ForgotPasswordPage', 'account') },
      { path: 'reset-password', lazy: page(() => import('@/features/auth/reset-password-page'), 'ResetPasswordPage', 'account') },
      { path: 'verify-email', lazy: page(() => import('@/features/auth/verify-email-page'), 'VerifyEmailPage', 'account') },
      { path: 'register', lazy: page(() => import('@/features/auth/register-page'), 'RegisterPage', 'account') },
      {
        element: <RequireRole roles={['user', 'staff', 'admin']} />,
        children: [
          { path: 'account', lazy: page(() => import('@/features/account/account-page'), 'AccountPage', 'account') },
          { path: 'tickets', lazy: page(() => import('@/features/tickets/tickets-page'), 'TicketsPage', 'tickets') },
          { path: 'tickets/:id', lazy: page(() => import('@/features/tickets/ticket-page'), 'TicketPage', 'tickets') },
        ],
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  }];
}

/** Administration's pages are known once somebody goes there: most visitors never do. */
export const discoverRoutes: PatchRoutesOnNavigationFunction = async ({ path, patch }) => {
  if (/^\/admin(\/|$)/.test(path)) patch(FRAME, [(await import('./admin-routes')).adminRoute()]);
};
