/** What the build has made for browsers, above all of the console (`dist/console/site`), and how it is sent: compressed beforehand. */
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
    sendBuilt(request, response, site, `assets/${name}`, isFixed ? askEachTime : keepForEver);
  });
}

/** A page of the console, which names the files of this release. */
export function sendConsolePage(request: Request, response: Response, page: 'app' | 'welcome' | 'docs'): void {
  if (page === 'docs') sendBuilt(request, response, site, 'docs/index.html');
  else sendBuiltPage(request, response, site, `${page}/index.html`);
}

/** A page in the theme that somebody chose in the console. */
export function sendBuiltPage(request: Request, response: Response, folder: string, file: string): void {
  const theme = themeOf(request);
  response.vary('Cookie');
  if (theme === null) {
    sendBuilt(request, response, folder, file);
    return;
  }
  const built = readFileSync(folder + file, 'utf8');
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

/** Sends a file of a folder as the build has compressed it, the smallest that the browser takes. */
export function sendBuilt(
  request: Request,
  response: Response,
  folder: string,
  file: string,
  headers: Readonly<Record<string, string>> = askEachTime,
): void {
  const form = forms.find(([name, ending]) => request.acceptsEncodings(name) && existsSync(folder + file + ending));
  const [name, ending] = form ?? [null, ''];
  if (!response.hasHeader('Content-Type')) response.type(file.slice(file.lastIndexOf('.')));
  response.vary('Accept-Encoding');
  if (name !== null) response.setHeader('Content-Encoding', name);
  response.sendFile(`${file}${ending}`, { root: folder, cacheControl: false, headers, dotfiles: 'allow' });
}
