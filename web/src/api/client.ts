import axios, { type AxiosProgressEvent } from 'axios';
import { learnTime } from './clock';
import { rememberPosition, wantedPosition } from './position';
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

/** The server's refusal to serve a token that it no longer accepts is worth one renewal, never two. */
async function send<Answer>(config: Request, renewed = false): Promise<Answer> {
  try {
    const token = await accessToken();
    const { data, headers } = await http.request<Answer>({
      ...config,
      headers: { ...config.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    });
    learnTime(headers['date']);
    rememberPosition(headers['seatlog-position']);
    return data;
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
export function read<Answer>(url: string, params: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const position = wantedPosition();
  return send<Answer>({
    url,
    params: given(params),
    ...(signal && { signal }),
    ...(position !== undefined && { headers: { 'Seatlog-Min-Position': String(position) } }),
  });
}

/** Reads a text, such as a whole list as a table for spreadsheets. */
export function readText(url: string, type: string, params: Query = {}): Promise<string> {
  return send<string>({ url, params: given(params), headers: { Accept: type } });
}

/** Sends a command. A key makes sending it twice harmless. */
export function command<Answer>(
  method: 'post' | 'patch' | 'delete',
  url: string,
  body?: unknown,
  idempotencyKey?: string,
): Promise<Answer> {
  return send<Answer>({
    method,
    url,
    data: body,
    ...(idempotencyKey !== undefined && { headers: { 'Idempotency-Key': idempotencyKey } }),
  });
}

/** Sends a file, and says how much of it is sent, from 0 to 1. */
export function upload<Answer>(url: string, file: Blob, onProgress: (share: number) => void, signal: AbortSignal): Promise<Answer> {
  const data = new FormData();
  data.append('file', file);
  return send<Answer>({
    method: 'post', url, data, signal,
    onUploadProgress: ({ loaded, total }) => onProgress(total ? loaded / total : 0),
  });
}
