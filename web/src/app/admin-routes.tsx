import type { RouteObject } from 'react-router';
import { page } from './page';
import { RequireRole } from './require-role';

const admin = {
  frame: () => import('@/features/admin/admin-layout'),
  dashboard: () => import('@/features/admin/dashboard/dashboard-page'),
  events: () => import('@/features/admin/admin-events-page'),
  create: () => import('@/features/editor/create-event-page'),
  edit: () => import('@/features/editor/edit-event-page'),
  seats: () => import('@/features/admin/event-seats-page'),
  bookings: () => import('@/features/admin/admin-bookings-page'),
  users: () => import('@/features/admin/users-page'),
  mails: () => import('@/features/admin/mails-page'),
  projections: () => import('@/features/admin/projections-page'),
  reports: () => import('@/features/admin/reports/reports-page'),
  audit: () => import('@/features/admin/audit/audit-page'),
};

/** Administration's pages, and who may see them. */
export function adminRoute(): RouteObject {
  return {
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
            { path: 'reports/:report?', lazy: page(admin.reports, 'ReportsPage') },
            { path: 'audit/:part?', lazy: page(admin.audit, 'AuditPage') },
            { path: 'users', lazy: page(admin.users, 'UsersPage') },
            { path: 'mails', lazy: page(admin.mails, 'MailsPage') },
            { path: 'projections', lazy: page(admin.projections, 'ProjectionsPage') },
          ],
        },
      ],
    }],
  };
}
