import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import type { z } from 'zod';
import type { Caller } from './caller.ts';
import type { problemSchema } from './shared-schemas.ts';

/** RFC 9457 problem details, as the API answers every error. */
export type Problem = z.output<typeof problemSchema>;
export type ProblemItem = NonNullable<Problem['errors']>[number];

type Extras = {
  readonly headers?: Record<string, string>;
  readonly errors?: ProblemItem[];
  /** Who was refused, where that is known before the request has a caller. */
  readonly caller?: Caller;
};

/** A refusal by the API itself, before or around the domain: authentication, routing, input. */
export class ApiError extends Error {
  readonly status: number;
  /** Stable snake_case word that clients may switch on. */
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly errors: ProblemItem[] | undefined;
  readonly caller: Caller | undefined;
  constructor(status: number, code: string, detail: string, { headers = {}, errors, caller }: Extras = {}) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.errors = errors;
    this.caller = caller;
  }
}

/** Answers with `error` as `application/problem+json`. The type is `about:blank`: `code` says which rule it was. */
export function sendProblem(response: Response, error: ApiError, requestId: string): void {
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(error.errors ? { errors: error.errors } : {}),
    requestId,
  };
  response.status(error.status).set(error.headers).type('application/problem+json').send(JSON.stringify(problem));
}
