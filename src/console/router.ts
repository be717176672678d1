/**
 * The server's side of the console: the welcome page at `/`, the console below `/console`, the API's documentation at
 * `/docs`, and their files. What runs in the browser stands in `app/`, `features/`, `ui/` and `lib/` (a project of its
 * own, `tsconfig.console.json`) and talks to the API over HTTP only; the build puts it into `dist/console/site`.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { docsHeaders, pageHeaders } from '../http/security-headers.ts';
import { personOfSession } from '../http/signed-in.ts';

/** Where the build puts the site: the same from `src/console` and from `dist/console`. */
const site = fileURLToPath(new URL('../../dist/console/site/', import.meta.url));

type Parts = { readonly publicUrl: string; readonly sessions: RequestHandler };

export function consoleRouter({ publicUrl, sessions }: Parts): Router {
  const router = Router();
  const headers = pageHeaders(publicUrl);
  router.get('/', headers, sessions, async (request, response) => {
    // Who is signed in gets the console, which goes on to its own address.
    sendPage(request, response, (await personOfSession(request)) ? 'app' : 'welcome');
  });
  router.get(['/console', '/console/*address'], headers, (request, response) => sendPage(request, response, 'app'));
  router.get('/docs', docsHeaders(publicUrl), (request, response) => sendPage(request, response, 'docs'));
  router.get('/assets/:name', headers, (request, response, next) => {
    const { name } = request.params;
    if (typeof name !== 'string' || !hashed.test(name) || !existsSync(`${site}assets/${name}`)) return next();
    send(request, response, `assets/${name}`, { 'Cache-Control': 'public, max-age=31536000, immutable' });
  });
  return router;
}

/** Names that the build gave: with the hash of what is in the file. */
const hashed = /^[\w.-]+-[\w-]{8}\.(?:js|css|svg|woff2)$/;

/** Browsers ask each time whether their copy is still right: it names the files of this release. */
function sendPage(request: Request, response: Response, page: 'app' | 'welcome' | 'docs'): void {
  send(request, response, `${page}/index.html`, { 'Cache-Control': 'no-cache' });
}

/** The smallest first. */
const forms = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Sends a file as the build has compressed it, the smallest that the browser takes. */
function send(request: Request, response: Response, file: string, headers: Readonly<Record<string, string>>): void {
  const form = forms.find(([name, ending]) => request.acceptsEncodings(name) && existsSync(`${site}${file}${ending}`));
  const [name, ending] = form ?? [null, ''];
  response.vary('Accept-Encoding').type(file.slice(file.lastIndexOf('.')));
  if (name !== null) response.setHeader('Content-Encoding', name);
  response.sendFile(`${file}${ending}`, { root: site, cacheControl: false, headers });
}
