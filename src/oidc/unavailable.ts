import type { ErrorRequestHandler } from 'express';
import { asDomainError, retryAfterOf } from '../domain/kernel/domain-error.ts';
import { unavailablePage } from '../http/last-answers.ts';
import { sendPage } from '../http/page.ts';

/** The page for a database that is away, and for nothing else. Mount it after what answers a router's own faults. */
export const answerUnavailable: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const refusal = asDomainError(error);
  if (response.headersSent || refusal?.code !== 'unavailable') return next(error);
  request.log?.error({ err: error }, 'the database does not answer');
  response.set('Retry-After', String(retryAfterOf(refusal)));
  sendPage(response, 503, unavailablePage);
};
