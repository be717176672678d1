/**
 * The console: the page that people see at `/`. `page/` holds its static files, `client/` the code that runs in the
 * browser (a project of its own, `tsconfig.console.json`); the build puts both into `dist/console`. It talks to the API
 * over HTTP only. This file may import `http/`, the client nothing outside its folder.
 */
import { fileURLToPath } from 'node:url';
import { Router, static as serveFiles } from 'express';
import { pageHeaders } from '../http/security-headers.ts';

/** Where the build puts the page: the same from `src/console` and from `dist/console`. */
const builtPage = fileURLToPath(new URL('../../dist/console/', import.meta.url));

/**
 * Serves the page at `/`, the API's documentation at `/docs`, and their files under `/assets/`; browsers ask each time
 * whether their copy is still right.
 */
export function consoleRouter({ publicUrl }: { readonly publicUrl: string }): Router {
  const router = Router();
  const headers = pageHeaders(publicUrl);
  for (const [path, file] of pages)
    router.get(path, headers, (_request, response) => {
      response.sendFile(file, { root: builtPage, cacheControl: false, headers: revalidate });
    });
  router.use('/assets', headers, serveFiles(`${builtPage}assets`, { index: false, redirect: false, setHeaders }));
  return router;
}

const pages = [
  ['/', 'index.html'],
  ['/docs', 'docs.html'],
] as const;

const revalidate = { 'Cache-Control': 'no-cache' };

const setHeaders: NonNullable<NonNullable<Parameters<typeof serveFiles>[1]>['setHeaders']> = (response) => {
  for (const [name, value] of Object.entries(revalidate)) response.setHeader(name, value);
};
