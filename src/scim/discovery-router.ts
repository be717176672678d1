import { Router } from 'express';
import type { JsonObject } from '../json.ts';
import { queryOf, send } from './exchange.ts';
import { refuseMethod } from './methods.ts';
import {
  resourceTypeById,
  resourceTypeList,
  schemaById,
  schemaList,
  serviceProviderConfig,
} from './schema/discovery.ts';
import type { ScimSchemas } from './schema/model.ts';
import { ScimError } from './scim-error.ts';

/**
 * The discovery endpoints (RFC 7644 section 4). They need no token, as that section allows: many identity providers
 * probe them before one is entered, and they say what this server can do and nothing about any organization.
 */
export function discoveryRouter(schemas: ScimSchemas, baseUrl: string): Router {
  const router = Router();
  const serve = (path: string, find: (id: string) => JsonObject | null) => {
    router.get(path, (request, response) => {
      if (queryOf(request).filter !== undefined) {
        throw new ScimError(403, null, `${request.path} cannot be filtered (RFC 7644 section 4). Leave "filter" out.`);
      }
      const body = find(String(request.params.id ?? ''));
      if (body === null) throw new ScimError(404, null, `There is nothing at ${request.path.slice(0, 200)}.`);
      return send(response, { status: 200, body });
    });
    router.all(path, refuseMethod(['GET', 'HEAD']));
  };
  serve('/ServiceProviderConfig', () => serviceProviderConfig(baseUrl));
  serve('/ResourceTypes', () => resourceTypeList(schemas, baseUrl));
  serve('/ResourceTypes/:id', (id) => resourceTypeById(schemas, baseUrl, id));
  serve('/Schemas', () => schemaList(schemas, baseUrl));
  serve('/Schemas/:id', (id) => schemaById(schemas, baseUrl, id));
  return router;
}
