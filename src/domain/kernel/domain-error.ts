import { isUnavailable } from '../../storage/database-errors.ts';

/**
 * Every refusal of the domain. SCIM and the API turn these into their own answers (SCIM error, problem details), each in
 * one exhaustive switch in its `answer-errors.ts`; the pages of sign-in and invitations say those that can reach them in words.
 */
export type DomainErrorCode =
  | 'not_found'
  | 'conflict'
  | 'forbidden'
  | 'invalid'
  | 'stale'
  | 'unprocessable'
  | 'exhausted'
  | 'unavailable';

/**
 * `code` is the closed class of the refusal; `reason` the exact rule, a stable snake_case word that clients may
 * switch on (`last_admin`, `uniqueness`, ...); `message` is for people and says what to do.
 */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  readonly reason: string;
  /** For `invalid`: the JSON pointer or attribute at fault. */
  readonly at: string | undefined;
  constructor(code: DomainErrorCode, reason: string, message: string, at?: string) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.reason = reason;
    this.at = at;
  }
}

/** What may be had in a time has been had; `retryAfterSeconds` says when there is more. */
export class QuotaReached extends DomainError {
  readonly retryAfterSeconds: number;
  constructor(reason: string, message: string, retryAfterSeconds: number) {
    super('exhausted', reason, message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A change of primary takes the database ten seconds or so; who asks every second only adds to what it has to do then. */
const whenDatabaseIsBackSeconds = 5;

/** When it makes sense to send the request again, for `Retry-After`; null: what refuses it does not pass by itself. */
export function retryAfterOf(error: DomainError): number | null {
  if (error instanceof QuotaReached) return error.retryAfterSeconds;
  if (error.code !== 'unavailable') return null;
  // Who was overtaken, or not told how it ended, may come again at once.
  return error.reason === databaseUnavailable ? whenDatabaseIsBackSeconds : 1;
}

const databaseUnavailable = 'database_unavailable';

/**
 * A fault as the domain names it: its own refusals as they are, a database that is out of reach or busy for too long as
 * `unavailable`. Null for everything nobody expected. Every door calls it before it gives up with 500.
 */
export function asDomainError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  if (!isUnavailable(error)) return null;
  return new DomainError('unavailable', databaseUnavailable, 'The database does not answer. Try again in a moment.');
}
