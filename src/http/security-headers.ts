import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

type Directives = Record<string, string[]>;

/** JSON is never rendered: nothing may load, nothing may frame it. */
const nothing: Directives = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

/** Our own files only, no script and no inline style, no frames around us (case 74). */
const noScript: Directives = {
  'default-src': ["'none'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

const ownFilesOnly: Directives = { ...noScript, 'script-src': ["'self'"], 'connect-src': ["'self'"] };

/** No text becomes markup or code, not even by a fault of ours. */
const noMarkupOfText: Directives = { 'require-trusted-types-for': ["'script'"] };

function headersWith(directives: Directives, publicUrl: string): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    frameguard: { action: 'deny' },
    // `no-referrer` would make browsers send `Origin: null` with forms, which the origin check has to refuse.
    referrerPolicy: { policy: 'same-origin' },
    // A promise of https is only ours to give where https is how we are reached.
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: 365 * 24 * 3600 } : false,
  });
}

/** The headers of SCIM and API answers: nothing loads, nothing frames, nothing is kept by caches. */
export function headersOfData(publicUrl: string): ReadonlyMap<string, string> {
  return collected(headersWith(nothing, publicUrl));
}

/** The headers of `plainPageHeaders`, for answers that nobody may keep. */
export function headersOfPlainPages(publicUrl: string): ReadonlyMap<string, string> {
  return collected(plainPageHeaders(publicUrl));
}

/** What helmet would set on each answer never changes. */
function collected(handler: RequestHandler): ReadonlyMap<string, string> {
  const headers = new Map([['Cache-Control', 'no-store']]);
  const set = (name: string, value: string) => void headers.set(name, value);
  const collector = { setHeader: set, removeHeader: () => {} } as unknown as Response;
  handler({} as Request, collector, () => {});
  return headers;
}

/** Sets them. */
export function dataHeaders(publicUrl: string): RequestHandler {
  const headers = headersOfData(publicUrl);
  return (_request, response, next) => {
    response.setHeaders(headers as Map<string, string>);
    next();
  };
}

/** The headers of the pages that the server draws itself (`page.ts`). */
export function plainPageHeaders(publicUrl: string): RequestHandler {
  return headersWith(noScript, publicUrl);
}

/** The headers of the console's pages and their files. A door that mounts this after `dataHeaders` overrides its policy. */
export function pageHeaders(publicUrl: string): RequestHandler {
  return headersWith({ ...ownFilesOnly, ...noMarkupOfText }, publicUrl);
}

/** The same for `/docs`: Swagger UI makes markup of the descriptions in our own document, and cleans it itself. */
export function docsHeaders(publicUrl: string): RequestHandler {
  return headersWith(ownFilesOnly, publicUrl);
}
