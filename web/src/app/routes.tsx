import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { loadArea, type Area } from '@/i18n';
import { EventsPage } from '@/features/events/events-page';
import { CrashPage, NotFoundPage } from './dead-ends';
import { Layout } from './layout';
import { RequireRole } from './require-role';

/** A page whose code and texts are fetched when somebody goes there. */
const page = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name, ...areas: Area[]) =>
  async () => {
    const [code] = await Promise.all([load(), ...areas.map(loadArea)]);
    return { Component: code[name] };
  };

const admin = {
  frame: () => import('@/features/admin/admin-layout'),
  dashboard: () => import('@/features/admin/dashboard-page'),
  events: () => import('@/features/admin/admin-events-page'),
  create: () => import('@/features/editor/create-event-page'),
  edit: () => import('@/features/editor/edit-event-page'),
  seats: () => import('@/features/admin/event-seats-page'),
  bookings: () => import('@/features/admin/admin-bookings-page'),
  users: () => import('@/features/admin/users-page'),
  mails: () => import('@/features/admin/mails-page'),
  projections: () => import('@/features/admin/projections-page'),
};

/** Every page of the program, and who may see it. */
export function createRoutes(): RouteObject[] {
  return [{
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
      {
        path: 'admin',
        element: <RequireRole roles={['staff', 'admin']} />,
        children: [{
          lazy: page(admin.frame, 'AdminLayout', 'admin'),
          children: [
            { path: 'bookings', lazy: page(admin.bookings, 'AdminBookingsPage') },
            {
              element: <RequireRole roles={['admin']} />,
              children: [
                { index: true, lazy: page(admin.dashboard, 'DashboardPage') },
                { path: 'events', lazy: page(admin.events, 'AdminEventsPage') },
                { path: 'events/new', lazy: page(admin.create, 'CreateEventPage', 'editor') },
                { path: 'events/:id/edit', lazy: page(admin.edit, 'EditEventPage', 'editor') },
                { path: 'events/:id/seats', lazy: page(admin.seats, 'EventSeatsPage', 'seats') },
                { path: 'users', lazy: page(admin.users, 'UsersPage') },
                { path: 'mails', lazy: page(admin.mails, 'MailsPage') },
                { path: 'projections', lazy: page(admin.projections, 'ProjectionsPage') },
              ],
            },
          ],
        }],
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  }];
}
