/**
 * Every refusal of the domain. Each door turns these into its own answer (SCIM error, problem details, page) in one
 * exhaustive switch in its `errors.ts`.
 */
export type DomainErrorCode = 'not_found' | 'conflict' | 'forbidden' | 'invalid' | 'stale' | 'unavailable';

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
