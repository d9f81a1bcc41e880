import { isAxiosError, isCancel, type AxiosResponse } from 'axios';
import { problemText, t } from '@/i18n';
import type { FieldError, Problem } from './schema';

/** A refusal or failure that the server explained, or the lack of any answer, as one kind of error. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    /** The last part of the problem's `type`, by which code decides; `network` when nothing answered. */
    readonly slug: string,
    /** The HTTP status, 0 when nothing answered. */
    readonly status: number,
    message: string,
    readonly retryable: boolean,
    readonly errors: readonly FieldError[] = [],
    /** Members that only some problems carry (`seats`, `limit`, `bookings`). */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** The seats that a refusal names, if it names any. */
  get seats(): string[] {
    const { seats } = this.members;
    return Array.isArray(seats) ? seats.filter((seat) => typeof seat === 'string') : [];
  }

  /** A count that a refusal names (`limit`, `bookings`, `held_or_booked`). */
  count(member: string): number | undefined {
    const value = this.members[member];
    return typeof value === 'number' ? value : undefined;
  }
}

/** Whatever was thrown, as a problem that a page can explain. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (isAxiosError(error) && error.response) return problemOfAnswer(error.response);
  if (isAxiosError(error) || isCancel(error)) {
    return new ApiProblem('network', 0, t('shell.unreachable'), true);
  }
  return new ApiProblem('unexpected', 0, t('shell.unexpected'), false);
}

function problemOfAnswer({ status, data, headers }: AxiosResponse<unknown>): ApiProblem {
  if (!isProblem(data)) {
    return new ApiProblem('unexplained', status, t('shell.unexplained', { status }), status >= 500);
  }
  const { type, title, detail, retryable, errors, ...members } = data;
  const slug = type.split('/').at(-1) ?? type;
  const text = problemText(slug, members) ?? (detail || title);
  return new ApiProblem(slug, status, withWait(text, headers['retry-after']), retryable, errors ?? [], members);
}

function withWait(text: string, retryAfter: unknown): string {
  const seconds = Number(retryAfter);
  if (!Number.isFinite(seconds) || seconds < 5) return text;
  const wait = seconds < 90
    ? t('shell.againInSeconds', { count: Math.ceil(seconds) })
    : t('shell.againInMinutes', { count: Math.ceil(seconds / 60) });
  return `${text} ${wait}`;
}

function isProblem(data: unknown): data is Problem {
  return typeof data === 'object' && data !== null
    && 'type' in data && typeof data.type === 'string'
    && 'title' in data && typeof data.title === 'string';
}
