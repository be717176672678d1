/**
 * The API for admins and programs, `/api/v1`: one folder a feature, and `http/` for what every route shares. May import
 * `domain/` and `src/http/`.
 */
import type { Router } from 'express';
import { apiRoutes } from './all-routes.ts';
import type { ApiConfig } from './http/api-config.ts';
import { declaredRouter } from './http/declared-router.ts';
import { authenticator } from './http/find-caller.ts';

/**
 * The API as a router for `/api/v1`. Mount `assignRequestId` and, for people with a browser, `sessions` before it.
 */
export function apiRouter({ config }: { readonly config: ApiConfig }): Router {
  return declaredRouter({ config, authenticate: authenticator(config), routes: apiRoutes(config) });
}
