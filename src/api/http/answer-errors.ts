import type { ErrorRequestHandler } from 'express';
import type { z } from 'zod';
import {
  asDomainError,
  type DomainError,
  type DomainErrorCode,
  retryAfterOf,
} from '../../domain/kernel/domain-error.ts';
import { BodyFault } from '../../http/body-fault.ts';
import { requestIdOf } from '../../http/request-id.ts';
import { TooManyAttempts } from '../../http/throttle.ts';
import { ApiError, type ProblemItem, sendProblem } from './api-error.ts';

/** Where in the request a value stood. */
export type Place = ProblemItem['in'];

/** The 400 for input that its schema refused: one item for each fault, with the JSON pointer of the value in its place. */
export function invalidInput(place: Place, error: z.ZodError): ApiError {
  const errors = error.issues.flatMap((issue) => faultsOf(issue).map((fault) => ({ in: place, ...fault })));
  const [first] = errors;
  const where = place === 'body' ? 'The body' : `The ${place}`;
  return new ApiError(400, 'invalid_input', `${where} is not valid: ${first?.pointer}: ${first?.detail}`, { errors });
}

/** zod reports all unknown keys as one issue of their parent; the reader wants each by name. */
function faultsOf(issue: z.core.$ZodIssue): Omit<ProblemItem, 'in'>[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerTo(issue.path), detail: issue.message }];
  return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'Unknown: remove it.' }));
}

/** A JSON pointer as a URI fragment (RFC 6901 section 6), the form that RFC 9457 shows. */
function pointerTo(path: readonly PropertyKey[]): string {
  const escaped = path.map((key) => encodeURIComponent(String(key).replaceAll('~', '~0').replaceAll('/', '~1')));
  return ['#', ...escaped].join('/');
}

/** Turns whatever a handler threw into the API's answer, and logs what nobody expected. Mount it last. */
export function answerProblems(): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const answer = apiErrorOf(error);
    // Half an answer is out: only cutting the connection tells the client that the rest is missing.
    if (response.headersSent) return next(error);
    if (answer.status >= 500) request.log?.error({ err: error }, 'unexpected fault in the API');
    sendProblem(response, answer, requestIdOf(request));
  };
}

/** Whatever was thrown, as the answer to it. */
export function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof BodyFault) return new ApiError(error.status, error.kind.replaceAll('-', '_'), error.message);
  // Express could not decode a path parameter such as `%zz`.
  if (error instanceof URIError) return new ApiError(400, 'malformed_path', 'The path has a broken percent-encoding.');
  if (error instanceof TooManyAttempts)
    return new ApiError(429, 'too_many_attempts', error.message, {
      headers: { 'Retry-After': String(error.retryAfterSeconds) },
    });
  const refusal = asDomainError(error);
  if (refusal) return domainProblem(refusal);
  return new ApiError(500, 'internal', 'Something went wrong on our side. Ask the operator and quote the requestId.');
}

function domainProblem(error: DomainError): ApiError {
  const { code, reason, message, at } = error;
  const errors =
    at === undefined ? {} : { errors: [{ in: 'body' as const, pointer: domainPointer(at), detail: message }] };
  return new ApiError(statusOf(code), reason, message, { headers: waitOf(error), ...errors });
}

function waitOf(error: DomainError): Record<string, string> {
  const seconds = retryAfterOf(error);
  return seconds === null ? {} : { 'Retry-After': String(seconds) };
}

/** `at` is a JSON pointer or the bare name of an attribute. */
function domainPointer(at: string): string {
  return at.startsWith('/') ? `#${encodeURI(at)}` : pointerTo([at]);
}

function statusOf(code: DomainErrorCode): number {
  switch (code) {
    case 'invalid':
      return 400;
    case 'forbidden':
      return 403;
    case 'not_found':
      return 404;
    case 'conflict':
      return 409;
    case 'stale':
      return 412;
    case 'unprocessable':
      return 422;
    case 'exhausted':
      return 429;
    case 'unavailable':
      return 503;
  }
}
