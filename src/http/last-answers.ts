/** What answers where no door does: to browsers with a page, to programs with a line of text. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { asDomainError, retryAfterOf } from '../domain/kernel/domain-error.ts';
import { type Page, sendPage } from './page.ts';
import { requestIdOf } from './request-id.ts';
import { plainPageHeaders } from './security-headers.ts';

/** The database is away for a moment. */
export const unavailablePage: Page = {
  heading: 'This is not available right now',
  text: ['The server cannot reach its database.', 'Try again in a minute.'],
  actions: [{ label: 'Go to the start page', href: '/' }],
};

const notFoundPage: Page = {
  heading: 'There is no such page',
  text: ['The address may be mistyped, or the page has moved.'],
  actions: [{ label: 'Go home', href: '/' }],
};

const unreadablePage: Page = {
  heading: 'This request cannot be read',
  text: ['Its address or what was sent with it is not complete, or too long.', 'Go back and try again.'],
  actions: [{ label: 'Go to the start page', href: '/' }],
};

const faultPage: Page = {
  heading: 'Something went wrong on our side',
  text: ['Try again. If it stays so, tell the people who run this server the request id below: it is in their log.'],
  actions: [{ label: 'Go to the start page', href: '/' }],
};

const startingPage: Page = {
  heading: 'Usher is starting',
  text: ['It will be there in a moment. This page tries again by itself.'],
};

type Answer = (request: Request, response: Response, status: number, page: Page, line: string) => void;

function answerer(publicUrl: string): Answer {
  const headers = plainPageHeaders(publicUrl);
  return (request, response, status, page, line) => {
    response.setHeader('Cache-Control', 'no-store');
    // Programs that take anything get the line.
    if (request.accepts(['text', 'html']) !== 'html') return void response.status(status).type('text/plain').send(line);
    headers(request, response, () => sendPage(response, status, page));
  };
}

/** No such address. */
export function answerNotFound(publicUrl: string): RequestHandler {
  const answer = answerer(publicUrl);
  return (request, response) =>
    answer(request, response, 404, notFoundPage, 'There is nothing at this address on this server.\n');
}

/** The database out of reach (503), what cannot be read (4xx), or a fault of ours (500). */
export function answerUnknownFaults(publicUrl: string, logger: Logger): ErrorRequestHandler {
  const answer = answerer(publicUrl);
  return (error: unknown, request, response, next) => {
    const unreadable = statusOfUnreadable(error);
    const requestId = requestIdOf(request);
    if (unreadable === null) logger.error({ err: error, requestId }, 'a request failed');
    if (response.headersSent) return next(error);
    if (unreadable !== null)
      return answer(request, response, unreadable, unreadablePage, 'This request cannot be read.\n');
    const refusal = asDomainError(error);
    if (refusal?.code === 'unavailable') {
      response.set('Retry-After', String(retryAfterOf(refusal)));
      return answer(request, response, 503, unavailablePage, 'The database does not answer. Try again in a moment.\n');
    }
    const note = `Something went wrong on our side. Tell your administrator this request id: ${requestId}\n`;
    answer(request, response, 500, faultPage, note);
  };
}

/** What Express could not decode, or a reader of bodies refused; null: anything else. */
function statusOfUnreadable(error: unknown): number | null {
  if (error instanceof URIError) return 400;
  const isForClient = error instanceof Error && 'expose' in error && error.expose === true && 'status' in error;
  return isForClient ? Number(error.status) : null;
}

/** Before the database is set up. Browsers come again by themselves. */
export function answerStarting(publicUrl: string): RequestHandler {
  const answer = answerer(publicUrl);
  return (request, response) => {
    response.set('Retry-After', '1').set('Refresh', '2');
    answer(request, response, 503, startingPage, 'Usher is starting. Try again in a moment.\n');
  };
}
