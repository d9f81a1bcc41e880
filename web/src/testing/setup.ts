import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { forgetTime } from '@/api/clock';
import { reloadKeptHolds } from '@/api/kept-holds';
import { startLanguage } from '@/i18n';
import { resetSession } from '@/api/session';
import { FakeStream } from './live';
import { server, unexpectedRequests } from './server';

// A page may load its code first; under load that takes longer than the default second.
configure({ asyncUtilTimeout: 20_000 });

Object.assign(globalThis, { EventSource: FakeStream });

// As main.tsx does; each test begins in the browser's language, which is English.
beforeEach(() => startLanguage('events'));

beforeAll(() => server.listen({
  onUnhandledRequest: (request, print) => {
    unexpectedRequests.push(`${request.method} ${request.url}`);
    print.error();
  },
}));

afterEach(() => {
  cleanup();
  server.resetHandlers();
  resetSession();
  localStorage.clear();
  sessionStorage.clear();
  reloadKeptHolds();
  forgetTime();
  FakeStream.opened = [];
  expect(unexpectedRequests.splice(0), 'requests that no test expected').toEqual([]);
});

afterAll(() => server.close());
