/** What the build of the console has made (`dist/console/site`), and how it is sent: compressed beforehand. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { themeOf } from './theme.ts';

/** The same from `src/http` and from `dist/http`. */
const site = fileURLToPath(new URL('../../dist/console/site/', import.meta.url));

/** Names that the build gave: with the hash of what is in the file. */
const hashed = /^[\w.-]+-[\w-]{8}\.(?:js|css|svg|woff2)$/;
/** What the pages that the server draws load (`page.ts`), under names that do not change. */
const fixed: ReadonlySet<string> = new Set(['outside.css', 'favicon.svg']);

/** Browsers ask each time whether their copy is still right. */
const askEachTime = { 'Cache-Control': 'no-cache' };
const keepForEver = { 'Cache-Control': 'public, max-age=31536000, immutable' };

/** `GET /assets/:name`. */
export function siteFiles(headers: RequestHandler): Router {
  return Router().get('/assets/:name', headers, (request, response, next) => {
    const name = String(request.params.name);
    const isFixed = fixed.has(name);
    if (!(isFixed || hashed.test(name)) || !existsSync(`${site}assets/${name}`)) return next();
    send(request, response, `assets/${name}`, isFixed ? askEachTime : keepForEver);
  });
}

/** A page that names the files of this release. */
export function sendBuiltPage(request: Request, response: Response, page: 'app' | 'welcome' | 'docs'): void {
  const theme = themeOf(request);
  response.vary('Cookie');
  if (theme === null || page === 'docs') {
    send(request, response, `${page}/index.html`, askEachTime);
    return;
  }
  const built = readFileSync(`${site}${page}/index.html`, 'utf8');
  response
    .set(askEachTime)
    .type('html')
    .send(built.replace('<html lang="en"', `<html lang="en" data-theme="${theme}"`));
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
