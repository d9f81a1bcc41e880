// Every page of the program, as whom it is seen, and what is done there before the picture is taken.

const held = (page) => page.getByRole('timer').first().waitFor();

/** Seats are held by one click, for this look of the page alone; the hold before is let go. */
async function holdBest(page) {
  const release = page.getByRole('button', { name: 'Release' });
  const best = page.getByRole('button', { name: 'Best 2 seats' });
  await release.or(best).first().waitFor();
  if (await best.isVisible()) await best.click();
  await held(page);
}

async function chooseSeats(page) {
  // A row in which hardly anybody sits yet.
  await page.getByRole('combobox', { name: 'Row' }).selectOption({ index: 3 });
  for (let seat = 0; seat < 2; seat += 1) await page.getByRole('button', { name: /, row .*, free$/ }).nth(3).click();
  await page.evaluate(() => window.scrollTo(0, 0));
}

const ask = (button) => async (page) => {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('dialog').waitFor();
};

const speak = (language) => (page) => page.getByRole('banner').getByRole('combobox').selectOption(language);

/** The pages in the order in which somebody meets them. */
export function pages({ admin, staff, lena, nina, event, ticket, hot }) {
  const section = event.seating.sections[0].id;
  const buyers = [
    { name: 'events', path: '/' },
    { name: 'events-search', path: '/?q=opera&price_to=80' },
    { name: 'events-no-match', path: '/?q=nothing+is+called+so' },
    { name: 'event', path: `/events/${event.id}` },
    { name: 'event-choosing', as: nina, path: `/events/${event.id}?section=${section}`, prepare: chooseSeats },
    { name: 'event-held', as: nina, path: `/events/${event.id}?section=${section}`, prepare: holdBest },
    { name: 'event-german', path: `/events/${event.id}`, prepare: speak('de') },
    { name: 'events-hindi', path: '/', prepare: speak('hi') },
    { name: 'event-right-to-left', path: `/events/${event.id}`, prepare: async (page) => {
      await speak('en')(page);
      await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
    } },
    { name: 'waiting-room-outside', as: nina, path: `/events/${hot.event.id}` },
    { name: 'waiting-room', as: hot.waiting, path: `/events/${hot.event.id}` },
    { name: 'waiting-room-turn', as: hot.admitted, path: `/events/${hot.event.id}` },
    { name: 'event-unknown', path: '/events/01890000-0000-7000-8000-000000000001' },
    { name: 'not-found', path: '/no/such/page' },
    { name: 'login', path: '/login' },
    { name: 'register', path: '/register' },
    { name: 'forgot-password', path: '/forgot-password' },
    { name: 'reset-password', path: '/reset-password#token=none' },
    { name: 'verify-email', path: '/verify-email#token=none' },
    { name: 'tickets', as: lena, path: '/tickets' },
    { name: 'tickets-cancelled', as: lena, path: '/tickets?show=cancelled' },
    { name: 'ticket', as: lena, path: `/tickets/${ticket.id}` },
    { name: 'ticket-cancel', as: lena, path: `/tickets/${ticket.id}`, prepare: ask('Cancel this booking') },
    { name: 'account', as: lena, path: '/account' },
    { name: 'account-delete', as: lena, path: '/account', prepare: ask('Delete my account') },
    { name: 'forbidden', as: lena, path: '/admin' },
  ];
  const administration = [
    { name: 'admin-overview', path: '/admin' },
    { name: 'admin-events', path: '/admin/events' },
    { name: 'admin-event-new', path: '/admin/events/new' },
    { name: 'admin-event-edit', path: `/admin/events/${event.id}/edit` },
    { name: 'admin-event-seats', path: `/admin/events/${event.id}/seats` },
    { name: 'admin-bookings', path: '/admin/bookings' },
    { name: 'admin-users', path: '/admin/users' },
    { name: 'admin-mails', path: '/admin/mails' },
    { name: 'admin-read-models', path: '/admin/projections' },
    ...['', 'sales', 'cancellations', 'lost-demand', 'sections', 'users', 'facts'].map((part) => ({
      name: part ? `admin-reports-${part}` : 'admin-reports',
      path: `/admin/reports/${part}${part === 'users' ? `?user_id=${ticket.user_id}` : ''}`,
    })),
    ...['', 'seat', 'actions', 'refusals', 'integrity'].map((part) => ({
      name: part ? `admin-audit-${part}` : 'admin-audit',
      path: `/admin/audit/${part}${part === 'seat' ? `?event_id=${ticket.event_id}&seat=${ticket.seats[0].seat}` : ''}`,
    })),
  ].map((page) => ({ as: admin, ...page }));
  return [...buyers, { name: 'staff-bookings', as: staff, path: '/admin/bookings' }, ...administration];
}
