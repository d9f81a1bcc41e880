import axios, { type AxiosProgressEvent } from 'axios';
import { learnTime } from './clock';
import { positionOf, rememberPosition, wantedPosition } from './position';
import { problemOf } from './problem';
import { accessToken, refreshSession } from './session';

const http = axios.create({ baseURL: '/api/v1' });

interface Request {
  url: string;
  method?: 'post' | 'patch' | 'delete';
  params?: Query;
  data?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
  onUploadProgress?: (progress: AxiosProgressEvent) => void;
}

/** An answer, and the position of the last fact that a command led to: none where nothing was left to do. */
export interface Executed<Answer> {
  answer: Answer;
  position: number | undefined;
}

/** The server's refusal to serve a token that it no longer accepts is worth one renewal, never two. */
async function send<Answer>(config: Request, renewed = false): Promise<Executed<Answer>> {
  try {
    const token = await accessToken();
    const { data, headers } = await http.request<Answer>({
      ...config,
      headers: { ...config.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    });
    learnTime(headers['date']);
    const position = positionOf(headers['seatlog-position']);
    rememberPosition(position);
    return { answer: data, position };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 401 && !renewed && (await refreshSession())) return send(config, true);
    throw problem;
  }
}

export type Query = Record<string, string | number | undefined>;

/** What was asked for: a parameter without a value is none. */
const given = (params: Query) => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== ''));

/** Reads; after a command, from a read model that has already seen it. */
export async function read<Answer>(url: string, params: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const position = wantedPosition();
  const { answer } = await send<Answer>({
    url,
    params: given(params),
    ...(signal && { signal }),
    ...(position !== undefined && { headers: { 'Seatlog-Min-Position': String(position) } }),
  });
  return answer;
}

/** Reads a text, such as a whole list as a table for spreadsheets. */
export async function readText(url: string, type: string, params: Query = {}): Promise<string> {
  return (await send<string>({ url, params: given(params), headers: { Accept: type } })).answer;
}

/** Sends a command, and says what it led to. A key makes sending it twice harmless. */
export function execute<Answer>(
  method: 'post' | 'patch' | 'delete',
  url: string,
  body?: unknown,
  idempotencyKey?: string,
): Promise<Executed<Answer>> {
  return send<Answer>({
    method,
    url,
    data: body,
    ...(idempotencyKey !== undefined && { headers: { 'Idempotency-Key': idempotencyKey } }),
  });
}

/** Sends a command of which only the answer is of use. */
export async function command<Answer>(...request: Parameters<typeof execute>): Promise<Answer> {
  return (await execute<Answer>(...request)).answer;
}

/** Sends a file, and says how much of it is sent, from 0 to 1. */
export async function upload<Answer>(url: string, file: Blob, onProgress: (share: number) => void, signal: AbortSignal): Promise<Answer> {
  const data = new FormData();
  data.append('file', file);
  const { answer } = await send<Answer>({
    method: 'post', url, data, signal,
    onUploadProgress: ({ loaded, total }) => onProgress(total ? loaded / total : 0),
  });
  return answer;
}
