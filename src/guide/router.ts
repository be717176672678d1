/** The guide at `/guide`, as the build made it of `docs/`, and `/llms.txt`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Request, Router } from 'express';
import { pageHeaders } from '../http/security-headers.ts';
import { sendBuilt, sendBuiltPage } from '../http/site-files.ts';

/** The same from `src/guide` and from `dist/guide`. */
const site = fileURLToPath(new URL('../../dist/guide/site/', import.meta.url));

export function guideRouter({ publicUrl }: { readonly publicUrl: string }): Router {
  const router = Router();
  // A request can name nothing else.
  const found = existsSync(site) ? readdirSync(site, { recursive: true, withFileTypes: true }) : [];
  const names = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(site.length));
  const files = new Set(names.filter((name) => !/\.(?:br|gz)$/.test(name)));
  const nameOf = ({ params: { name = [] } }: Request) => [name].flat().join('/');
  router.get(['/guide', '/guide/*name'], pageHeaders(publicUrl), (request, response, next) => {
    const name = nameOf(request) || 'index';
    if (files.has(`${name}.html`)) return sendBuiltPage(request, response, site, `${name}.html`);
    if (!files.has(name)) return next();
    // To be read, whatever it is.
    if (name.startsWith('files/') && !name.endsWith('.png')) response.type('text/plain');
    sendBuilt(request, response, site, name);
  });
  router.get('/llms.txt', (_request, response, next) => {
    if (!files.has('llms.txt')) return next();
    const text = readFileSync(`${site}llms.txt`, 'utf8');
    // Whoever reads it elsewhere knows the host by it.
    response.type('text/plain').send(text.replaceAll('](/', `](${publicUrl}/`));
  });
  return router;
}
