/** Every route of the API. */
import { meRoutes } from './me.ts';
import { organizationRoutes } from './organizations.ts';
import type { ApiConfig, Route } from './route.ts';

/** In the order in which the documentation shows them. */
export function apiRoutes(config: ApiConfig): Route[] {
  return [...meRoutes(config), ...organizationRoutes(config)];
}
