import { http, HttpResponse, type HttpResponseResolver } from 'msw';
import { setupServer } from 'msw/node';
import type { LoginAnswer, Problem, User } from '@/api/schema';

/** Stands in for the server. It knows nothing by itself: every test says what it answers. */
export const server = setupServer();

/** What was asked without a test expecting it; the test fails when it ends. */
export const unexpectedRequests: string[] = [];

type Method = 'get' | 'post' | 'patch' | 'delete';
type Answer = object | HttpResponseResolver;

/** Answers a request of the API, by a body or by looking at the request. Later answers go before earlier ones. */
export function answer(method: Method, path: string, body: Answer): void {
  const resolver: HttpResponseResolver = typeof body === 'function' ? (body as HttpResponseResolver) : () => HttpResponse.json(body);
  server.use(http[method](`http://localhost:3000/api/v1${path}`, resolver));
}

/** A refusal as the server words it. */
export function problem(status: number, slug: string, members: object = {}): HttpResponse<Problem> {
  return HttpResponse.json(
    { type: `/problems/${slug}`, title: slug, status, detail: `Refused: ${slug}.`, retryable: status >= 500, ...members },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );
}

/** An answer of 204 to a command, whose last fact is at a position of the log. */
export function done(position?: number): HttpResponse<null> {
  return new HttpResponse(null, { status: 204, headers: position === undefined ? {} : { 'Seatlog-Position': String(position) } });
}

/** What the server gives whoever signs in. */
export function signedIn(user: User, token = 'token-1'): LoginAnswer {
  return { access_token: token, token_type: 'Bearer', expires_in: 900, user };
}
