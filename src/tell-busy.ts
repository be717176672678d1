/** What clients are told when more comes than can be done: each door in its own form (`http/overload.ts` says when). */
import type { IncomingMessage } from 'node:http';
import { ApiError, problemText, problemType } from './api/http/api-error.ts';
import type { Door, TellBusy } from './http/overload.ts';
import { type Page, renderPage } from './http/page.ts';
import { headersOfData, headersOfPlainPages } from './http/security-headers.ts';
import { themeOf } from './http/theme.ts';
import { originalUrl, pathOf } from './http/url.ts';
import { errorBody } from './scim/answer-errors.ts';
import { isAtScimDoor } from './scim/door.ts';
import { contentType as scimType } from './scim/exchange.ts';
import { ScimError } from './scim/scim-error.ts';

/** At which door a request is; null: it is served in any case, by next to no work. */
export function doorOf(request: IncomingMessage): Door | null {
  const path = pathOf(originalUrl(request));
  if (isAtScimDoor(path)) return 'scim';
  if (path === '/livez' || path === '/readyz' || path.startsWith('/assets/')) return null;
  return path.startsWith('/api/') || path.startsWith('/oauth/') || path === '/auth/verify' ? 'api' : 'page';
}

const detail =
  'More requests come than this server can answer now. Send this one again after the seconds that Retry-After names.';

const busyPage: Page = {
  heading: 'Many people are here at the moment',
  text: ['More is asked than this server can answer at once.', 'Try again in a few seconds.'],
  actions: [{ label: 'Go to the start page', href: '/' }],
};

const scimBody = JSON.stringify(errorBody(new ScimError(503, null, detail)));
const busy = new ApiError(503, 'overloaded', detail);
const oauthBody = JSON.stringify({ error: 'temporarily_unavailable', error_description: detail });

export function tellBusy(publicUrl: string): TellBusy {
  const ofData = [...headersOfData(publicUrl)].flat();
  const ofPages = [...headersOfPlainPages(publicUrl)].flat();
  return (request, response, { door, retryAfterSeconds, requestId }) => {
    const [type, text] = bodyFor(request, door, requestId);
    const headers = type.startsWith('text/html') ? ofPages : ofData;
    const described = text === '' ? ['X-Usher-Reason', busy.code] : ['Content-Type', type];
    response
      .writeHead(503, [
        ...headers,
        ...['X-Request-Id', requestId, 'Retry-After', String(retryAfterSeconds)],
        ...described,
        ...['Content-Length', String(Buffer.byteLength(text))],
      ])
      .end(text);
  };
}

function bodyFor(request: IncomingMessage, door: Door, requestId: string): readonly [type: string, text: string] {
  if (door === 'scim') return [scimType, scimBody];
  const path = pathOf(originalUrl(request));
  // A proxy asks, and passes on no body.
  if (path === '/auth/verify') return ['', ''];
  if (path.startsWith('/oauth/')) return ['application/json', oauthBody];
  if (door === 'api') return [problemType, problemText(busy, requestId)];
  if (!request.headers.accept?.includes('text/html')) return ['text/plain; charset=utf-8', `${detail}\n`];
  return ['text/html; charset=utf-8', renderPage(busyPage, { requestId, theme: themeOf(request) })];
}
