/** A refusal as the server wrote it (RFC 9457), or what kept an answer from coming. Never a verdict. */
export interface Problem {
  kind: 'answered' | 'unreachable' | 'timed-out' | 'unreadable';
  /** HTTP status, for an answer. */
  status?: number;
  /** The server's stable code, when it gave one. */
  code?: string;
  title?: string;
  detail?: string;
  errors?: { pointer?: string; code?: string; detail?: string }[];
  /** Seconds that the server asks us to wait. */
  retryAfter?: number;
}

export type Answer<T> =
  | {
      ok: true;
      value: T;
      status: number;
      /** The server's clock (ms since the epoch, whole seconds), or ours where the answer has no date. */
      serverTime: number;
    }
  | { ok: false; problem: Problem };

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'DELETE';
  /** JSON, or a form with a file. */
  body?: unknown;
  /** Access token. */
  token?: string;
  idempotencyKey?: string;
  /** Ends the wait; the answer is then `unreachable`. */
  signal?: AbortSignal;
  /** ms until the wait is given up; 20 s unless told. */
  timeout?: number;
}

export const REQUEST_TIMEOUT = 20_000;

/** Asks our own server for JSON. Never throws: what went wrong is a `Problem`. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  return exchange(path, options, async (response) => readAnswer<T>(response, await response.text()));
}

/** A file, or how many seconds to wait before it is asked for again, since it is being made. */
export type FileOrWait = { file: Blob } | { waitSeconds: number };

/** Asks for a file of a media type, in the same way. */
export function requestFile(
  path: string,
  mediaType: string,
  options: Omit<RequestOptions, 'method' | 'body'> = {},
): Promise<Answer<FileOrWait>> {
  return exchange(path, { ...options, accept: mediaType }, async (response) => {
    if (!response.ok) return readAnswer(response, await response.text());
    const rest = { status: response.status, serverTime: timeOf(response) };
    if (response.status !== 202) return { ok: true, value: { file: await response.blob() }, ...rest };
    return { ok: true, value: { waitSeconds: waitOf(response) ?? 1 }, ...rest };
  });
}

/** Asks for a signed text, in the same way; one longer than `longest` characters is unreadable. */
export function requestText(
  path: string,
  mediaType: string,
  options: Omit<RequestOptions, 'method' | 'body'> & { longest: number },
): Promise<Answer<string>> {
  return exchange(path, { ...options, accept: mediaType }, async (response) => {
    const text = await response.text();
    if (!response.ok) return readAnswer(response, text);
    if (text.length > options.longest) {
      return { ok: false, problem: { kind: 'unreadable', status: response.status } };
    }
    return { ok: true, value: text.trim(), status: response.status, serverTime: timeOf(response) };
  });
}

async function exchange<T>(
  path: string,
  options: RequestOptions & { accept?: string },
  read: (response: Response) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const ending = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    ending.abort();
  }, options.timeout ?? REQUEST_TIMEOUT);
  const leave = () => ending.abort();
  options.signal?.addEventListener('abort', leave);
  try {
    const response = await fetch(path, {
      method: options.method ?? 'GET',
      headers: headersOf(options),
      body: bodyOf(options),
      signal: ending.signal,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    return await read(response);
  } catch {
    return { ok: false, problem: { kind: timedOut ? 'timed-out' : 'unreachable' } };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', leave);
  }
}

function headersOf(options: RequestOptions & { accept?: string }): Record<string, string> {
  const accept = `${options.accept ?? 'application/json'}, application/problem+json`;
  const headers: Record<string, string> = { accept };
  if (options.body !== undefined && !(options.body instanceof FormData)) headers['content-type'] = 'application/json';
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  return headers;
}

/** A form's media type, with its boundary, is the browser's to write. */
function bodyOf({ body }: RequestOptions): string | FormData | undefined {
  return body === undefined || body instanceof FormData ? body : JSON.stringify(body);
}

function readAnswer<T>(response: Response, text: string): Answer<T> {
  const parsed = parseJson(text);
  if (response.ok) {
    if (parsed === undefined) return { ok: false, problem: { kind: 'unreadable', status: response.status } };
    return { ok: true, value: parsed as T, status: response.status, serverTime: timeOf(response) };
  }
  return { ok: false, problem: problemOf(response, parsed) };
}

function problemOf(response: Response, parsed: unknown): Problem {
  const body = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>;
  const text = (key: string) => (typeof body[key] === 'string' ? (body[key] as string) : undefined);
  return {
    kind: 'answered',
    status: response.status,
    code: text('code'),
    title: text('title'),
    detail: text('detail'),
    errors: Array.isArray(body.errors) ? (body.errors as Problem['errors']) : undefined,
    retryAfter: waitOf(response),
  };
}

function waitOf(response: Response): number | undefined {
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : undefined;
}

function timeOf(response: Response): number {
  const date = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(date) ? Date.now() : date;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
