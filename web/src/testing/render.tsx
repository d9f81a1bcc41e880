import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter } from 'react-router';
import type { User } from '@/api/schema';
import { App } from '@/app/app';
import { createRoutes, discoverRoutes } from '@/app/routes';
import { answer, problem, signedIn } from './server';

/** Opens the whole program at an address, as somebody whose cookie is still good, or as nobody. */
export function open(address: string, as?: User) {
  answer('post', '/auth/refresh', () => (as ? Response.json(signedIn(as)) : problem(401, 'session-ended')));
  const router = createMemoryRouter(createRoutes(), { initialEntries: [address], patchRoutesOnNavigation: discoverRoutes });
  const view = render(<App router={router} retries={0} />);
  const location = () => router.state.location.pathname + router.state.location.search;
  return { user: userEvent.setup(), router, location, container: view.container };
}
