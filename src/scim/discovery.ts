import type { JsonObject } from '../json.ts';
import type { ScimAnswer, ScimRequest } from './exchange.ts';
import {
  resourceTypeById,
  resourceTypeList,
  schemaById,
  schemaList,
  serviceProviderConfig,
} from './schema/discovery.ts';
import type { ScimSchemas } from './schema/model.ts';
import { ScimError } from './scim-error.ts';

type Asked = Pick<ScimRequest, 'id' | 'query'> & {
  /** Whether who asks shows a strict token. Nobody has to show any. */
  readonly isStrict: () => Promise<boolean>;
};

/** @param path below the door, as it was sent */
export type DiscoveryEndpoint = (request: Asked, path: string) => Promise<ScimAnswer>;

/**
 * The discovery endpoints (RFC 7644 section 4) by their paths. They need no token, as that section allows: many identity
 * providers probe them before one is entered, and they say what this server can do and nothing about any organization.
 */
export function discoveryEndpoints(schemas: ScimSchemas, baseUrl: string): Readonly<Record<string, DiscoveryEndpoint>> {
  return {
    '/ServiceProviderConfig': show(async ({ isStrict }) => serviceProviderConfig(baseUrl, await isStrict())),
    '/ResourceTypes': show(() => resourceTypeList(schemas, baseUrl)),
    '/ResourceTypes/:id': show(({ id }) => resourceTypeById(schemas, baseUrl, id)),
    '/Schemas': show(async ({ isStrict }) => schemaList(schemas, baseUrl, await isStrict())),
    '/Schemas/:id': show(async ({ id, isStrict }) => schemaById(schemas, baseUrl, id, await isStrict())),
  };
}

function show(find: (asked: Asked) => JsonObject | null | Promise<JsonObject | null>): DiscoveryEndpoint {
  return async (asked, path) => {
    if (asked.query.filter !== undefined) {
      throw new ScimError(403, null, `${path} cannot be filtered (RFC 7644 section 4). Leave "filter" out.`);
    }
    const body = await find(asked);
    if (body === null) throw new ScimError(404, null, `There is nothing at ${path.slice(0, 200)}.`);
    return { status: 200, body };
  };
}
