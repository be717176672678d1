import type { ErrorRequestHandler } from 'express';
import { asDomainError } from '../domain/kernel/domain-error.ts';
import { renderPage, unavailablePage } from './pages.ts';

/** The page for a database that is away, and for nothing else. Mount it after what answers a router's own faults. */
export const answerUnavailable: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent || asDomainError(error)?.code !== 'unavailable') return next(error);
  request.log?.error({ err: error }, 'the database does not answer');
  response.status(503).set('Retry-After', '5').type('html').send(renderPage(unavailablePage));
};
