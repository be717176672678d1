/** A request that did not end well; the message is for the reader. */
import { failures } from './messages/general.ts';

export class RequestFailed extends Error {
  /** 0: the server could not be reached. */
  readonly status: number;
  /** The rule that refused it, as the API names it; null where the API did not answer. */
  readonly code: string | null;
  readonly requestId: string | null;
  constructor(status: number, message: string, { code = null, requestId = null }: Named = {}) {
    super(message);
    this.name = 'RequestFailed';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

type Named = { readonly code?: string | null; readonly requestId?: string | null };

/** Of an answer that is none of success. */
export async function failureOf(response: Response): Promise<RequestFailed> {
  const { status, headers } = response;
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const requestId = headers.get('X-Request-Id');
  if (typeof problem !== 'object' || problem === null || !('detail' in problem))
    return new RequestFailed(status, status === 503 ? failures.notReady : failures.unknown(status), { requestId });
  const code = 'code' in problem ? String(problem.code) : null;
  return new RequestFailed(status, String(problem.detail), { code, requestId });
}

/** Whether the session is over, or there was none. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof RequestFailed && error.status === 401 && !wantsConfirmation(error);
}

/** Whether it goes through once the reader has shown who they are. */
export function wantsConfirmation({ code }: RequestFailed): boolean {
  return code === 'insufficient_user_authentication';
}

/** Whether there is no such thing, or the reader may not know of it. */
export function isNotFound(error: unknown): boolean {
  return error instanceof RequestFailed && error.status === 404;
}

/** What to tell the reader; null where nothing went wrong. */
export function messageOf(error: unknown): string | null {
  if (error === null || error === undefined) return null;
  return error instanceof Error ? error.message : failures.unknown(0);
}
