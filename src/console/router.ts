/**
 * The server's side of the console: the welcome page at `/`, the console below `/console`, the API's documentation at
 * `/docs`, and their files. What runs in the browser stands in `app/`, `features/`, `ui/` and `lib/` (a project of its
 * own, `tsconfig.console.json`) and talks to the API over HTTP only; the build puts it into `dist/console/site`.
 */
import { type RequestHandler, Router } from 'express';
import { docsHeaders, pageHeaders } from '../http/security-headers.ts';
import { personOfSession } from '../http/signed-in.ts';
import { sendConsolePage, siteFiles } from '../http/site-files.ts';

type Parts = { readonly publicUrl: string; readonly sessions: RequestHandler };

export function consoleRouter({ publicUrl, sessions }: Parts): Router {
  const router = Router();
  const headers = pageHeaders(publicUrl);
  router.get('/', headers, sessions, async (request, response) => {
    // Who is signed in gets the console, which goes on to its own address.
    sendConsolePage(request, response, (await personOfSession(request)) ? 'app' : 'welcome');
  });
  router.get(['/console', '/console/*address'], headers, (request, response) =>
    sendConsolePage(request, response, 'app'),
  );
  router.get('/docs', docsHeaders(publicUrl), (request, response) => sendConsolePage(request, response, 'docs'));
  router.use(siteFiles(headers));
  return router;
}
