/** What goes wrong between a program and Usher, as one kind of error. */
import type { components } from './api-types.ts';

type Problem = components['schemas']['Problem'];

type Details = {
  readonly status?: number;
  readonly errors?: Problem['errors'];
  readonly requestId?: string | null;
  readonly retryAfter?: number | null;
  readonly cause?: unknown;
};

/** A request that Usher refused, or that did not reach it; the message says what to do. */
export class UsherError extends Error {
  /**
   * For programs: the rule that refused it, as the API names it (`forbidden`, `last_admin`, ...). The client's own:
   * `unreachable`, `timeout`, `unexpected_answer` (of something that is not Usher), `invalid_signature` (of a webhook).
   */
  readonly code: string;
  /** Of HTTP; 0 where there was no answer. */
  readonly status: number;
  /** Each value at fault. */
  readonly errors: NonNullable<Problem['errors']>;
  /** Names the request in Usher's log and audit events. */
  readonly requestId: string | null;
  /** Seconds that Usher asks to wait. */
  readonly retryAfter: number | null;

  constructor(
    code: string,
    message: string,
    { status = 0, errors = [], requestId = null, retryAfter = null, cause }: Details = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'UsherError';
    this.code = code;
    this.status = status;
    this.errors = errors;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

/** @param body of the answer, parsed where it is JSON */
export function refusalOf({ status, url, headers }: Response, body: unknown): UsherError {
  const requestId = headers.get('X-Request-Id');
  const seconds = Number.parseInt(headers.get('Retry-After') ?? '', 10);
  const retryAfter = Number.isNaN(seconds) ? null : seconds;
  if (isProblem(body)) {
    const { code, detail, errors } = body;
    return new UsherError(code, detail, { status, errors, requestId, retryAfter });
  }
  const elsewhere = headers.has('Location') ? `, with a redirect to ${headers.get('Location')}` : '';
  const message = `${url} answered ${status}${elsewhere}, which is not how Usher answers: is this its address?`;
  return new UsherError('unexpected_answer', message, { status, requestId, retryAfter });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
