import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import { z } from 'zod';
import type { Caller, SetupCaller } from './caller.ts';

/** As the API answers every error. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'Always `about:blank`: `code` says more', examples: ['about:blank'] }),
    title: z.string().meta({ description: 'The status in words', examples: ['Bad Request'] }),
    status: z.int().meta({ description: 'The HTTP status', examples: [400] }),
    detail: z.string().meta({
      description: 'For people: what is wrong and what to do',
      examples: ['The body is not valid: #/name: Invalid input: expected string, received undefined'],
    }),
    code: z.string().meta({
      description: 'For programs: the rule, a stable snake_case word',
      examples: ['invalid_input'],
    }),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query']).meta({ description: 'Which part of the request' }),
          pointer: z.string().meta({
            description: 'JSON pointer of the value at fault, as in #/members/0/email',
            examples: ['#/name'],
          }),
          detail: z.string().meta({
            description: 'For people: what is wrong with the value',
            examples: ['Invalid input: expected string, received undefined'],
          }),
        }),
      )
      .optional()
      .meta({ description: 'Each value at fault, where values are' }),
    maxAge: z
      .int()
      .optional()
      .meta({
        description:
          'Of `insufficient_user_authentication`: so many seconds ago, at most, the caller must have signed in',
        examples: [600],
      }),
    requestId: z.string().meta({
      description: 'X-Request-Id of this answer: quote it when you ask for help',
      examples: ['0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d'],
    }),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem details',
    examples: [
      {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: 'The body is not valid: #/name: Invalid input: expected string, received undefined',
        code: 'invalid_input',
        errors: [{ in: 'body', pointer: '#/name', detail: 'Invalid input: expected string, received undefined' }],
        requestId: '0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d',
      },
    ],
  });

export type Problem = z.output<typeof problemSchema>;
export type ProblemItem = NonNullable<Problem['errors']>[number];

type Extras = {
  readonly headers?: Record<string, string>;
  readonly errors?: ProblemItem[];
  readonly maxAge?: number;
  /** Who was refused, where that is known before the request has a caller. */
  readonly caller?: Caller | SetupCaller;
};

/** A refusal by the API itself, before or around the domain: authentication, routing, input. */
export class ApiError extends Error {
  readonly status: number;
  /** Stable snake_case word that clients may switch on. */
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly errors: ProblemItem[] | undefined;
  readonly maxAge: number | undefined;
  readonly caller: Caller | SetupCaller | undefined;
  constructor(status: number, code: string, detail: string, { headers = {}, errors, maxAge, caller }: Extras = {}) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.errors = errors;
    this.maxAge = maxAge;
    this.caller = caller;
  }
}

/** Answers with `error` as `application/problem+json`. */
export function sendProblem(response: Response, error: ApiError, requestId: string): void {
  response.status(error.status).set(error.headers).type(problemType).send(problemText(error, requestId));
}

export const problemType = 'application/problem+json';

/** The type of the problem is `about:blank`: `code` says which rule it was. */
export function problemText(error: ApiError, requestId: string): string {
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(error.errors ? { errors: error.errors } : {}),
    ...(error.maxAge === undefined ? {} : { maxAge: error.maxAge }),
    requestId,
  };
  return JSON.stringify(problem);
}
