/** The whole API. */
import type { Router } from 'express';
import { apiRoutes } from './all-routes.ts';
import type { ApiConfig } from './http/api-config.ts';
import { authenticator } from './http/find-caller.ts';
import { serveRoutes } from './http/serve-routes.ts';

/**
 * The API as a router for `/api/v1`. Mount `assignRequestId` and, for people with a browser, `sessions` before it.
 */
export function adminApi({ config }: { readonly config: ApiConfig }): Router {
  return serveRoutes({ config, authenticate: authenticator(config), routes: apiRoutes(config) });
}
