// What somebody saw of their own tickets is kept on their device, so that it can be shown at a door without a
// network. It belongs to one person: it is forgotten when their session ends, and never shown to another.
import type { User } from './schema';

const USER = 'seatlog-user';
const ANSWER = 'seatlog-kept:';

interface Kept<Answer> {
  user: string;
  /** Milliseconds since 1970 at which the server gave it. */
  at: number;
  answer: Answer;
}

function load(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

function store(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Without storage, or when it is full, there is nothing to show offline.
  }
}

/** Who was signed in last, for when the server cannot be asked. */
export function keptUser(): User | undefined {
  return (load(USER) ?? undefined) as User | undefined;
}

export function keepUser(user: User): void {
  if (keptUser()?.id !== user.id) forgetKept();
  store(USER, user);
}

/** The session is over: nothing of it stays on the device. */
export function forgetKept(): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name === USER || name.startsWith(ANSWER)) localStorage.removeItem(name);
    }
  } catch {
    // Without storage there is nothing to forget.
  }
}

/** Keeps an answer that only the person signed in may see. */
export function keepAnswer(path: string, answer: unknown): void {
  const user = keptUser();
  if (user) store(ANSWER + path, { user: user.id, at: Date.now(), answer } satisfies Kept<unknown>);
}

/** The settings of a query that begins with what was kept, if anything was, and asks the server anew at once. */
export function beginWithKept<Data>(path: string, dataOf: (answer: never) => Data) {
  const kept = load(ANSWER + path) as Kept<never> | null;
  if (kept === null || kept.user !== keptUser()?.id) return {};
  return { initialData: dataOf(kept.answer), initialDataUpdatedAt: kept.at };
}
