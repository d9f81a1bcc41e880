// Who is signed in. The access token lives in this module's memory and nowhere else; the refresh token is a
// cookie that scripts cannot see.
import axios from 'axios';
import { useSyncExternalStore } from 'react';
import { forgetKept, keepUser, keptUser } from './kept-answers';
import { forgetPosition } from './position';
import { problemOf } from './problem';
import type { LoginAnswer, LoginInput, User } from './schema';

export type Session =
  | { status: 'starting' }
  /** `expired`: somebody was signed in here, and the server does not know the session any more. */
  | { status: 'anonymous'; expired?: boolean }
  | { status: 'signed-in'; user: User };

/** A token is renewed this long before it ends, so that no request leaves with one about to end. */
const RENEW_BEFORE_MS = 30_000;

const door = axios.create({ baseURL: '/api/v1/auth' });

let session: Session = { status: 'starting' };
let token: { value: string; endsAt: number } | null = null;
let refreshing: Promise<boolean> | null = null;
let starting: Promise<void> | null = null;
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

function accept({ access_token, expires_in, user }: LoginAnswer): void {
  token = { value: access_token, endsAt: Date.now() + expires_in * 1000 };
  keepUser(user);
  become({ status: 'signed-in', user });
}

/** The account is gone, or all its sessions were ended: this one is over without asking the server. */
export function endSession(): void {
  end();
}

/** The person signed in has changed what is known of them. */
export function changeUser(user: User): void {
  keepUser(user);
  become({ status: 'signed-in', user });
}

function end(expired = false): void {
  token = null;
  forgetPosition();
  forgetKept();
  become({ status: 'anonymous', ...(expired && { expired }) });
}

async function askForToken(): Promise<boolean> {
  try {
    const { data } = await door.post<LoginAnswer>('/refresh');
    accept(data);
    return true;
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status !== 401) throw problem;
    end(keptUser() !== undefined);
    return false;
  }
}

/** Renews the access token by the cookie; callers at the same time share one request. False: the session is over. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= askForToken().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** Nobody can say whether the session is over: whoever was signed in last goes on with what is kept here. */
function startWithoutServer(): void {
  const user = keptUser();
  become(user ? { status: 'signed-in', user } : { status: 'anonymous' });
}

/** Finds out, once per page load, whether the cookie of an earlier visit still signs its owner in. */
export function startSession(): Promise<void> {
  starting ??= refreshSession().then(
    () => undefined,
    () => startWithoutServer(),
  );
  return starting;
}

/** The token to send with a request, renewed first if it is about to end. */
export async function accessToken(): Promise<string | undefined> {
  await startSession();
  if (session.status === 'signed-in' && (!token || token.endsAt - Date.now() < RENEW_BEFORE_MS)) await refreshSession();
  return token?.value;
}

/** Signs in. A refusal is thrown as a problem. */
export async function login(input: LoginInput): Promise<User> {
  await startSession();
  try {
    const { data } = await door.post<LoginAnswer>('/login', input);
    accept(data);
    return data.user;
  } catch (error) {
    throw problemOf(error);
  }
}

/** Signs out here even when the server cannot be told; it throws then, so that the page can say so. */
export async function logout(): Promise<void> {
  try {
    await door.post('/logout');
  } catch (error) {
    throw problemOf(error);
  } finally {
    end();
  }
}

export function currentSession(): Session {
  return session;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The session, for components: they render again when it changes. */
export function useSession(): Session {
  return useSyncExternalStore(onSessionChange, currentSession);
}

/** Back to a page that was just loaded; for tests. */
export function resetSession(): void {
  token = null;
  refreshing = null;
  starting = null;
  forgetPosition();
  become({ status: 'starting' });
}
