import { scimEventUris } from '../../domain/webhooks/scim-event.ts';
import { defaultBodyLimit } from '../../http/body.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { cursorLifetimeSeconds, defaultResults, maxBulkOperations, maxResults } from './client-limits.ts';
import type { ResourceType, Schema, ScimSchemas } from './model.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
/** Says which profile holds for who asks, where it is not the usual one. */
const PROFILE = 'urn:usher:params:scim:schemas:extension:profile:2.0:ServiceProviderConfig';
const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/*
 * Documents of the discovery endpoints (RFC 7644 section 4). `baseUrl` is the absolute SCIM base without trailing slash,
 * such as `https://usher.example.com/scim/v2`.
 */

/**
 * `/ServiceProviderConfig` (RFC 7643 section 5, RFC 9865 section 4): what this server does, and nothing that it does not do.
 * @param strict who asks holds a strict token
 */
export function serviceProviderConfig(baseUrl: string, strict = false): JsonObject {
  return {
    schemas: [`${CORE}:ServiceProviderConfig`, ...(strict ? [PROFILE] : [])],
    ...(strict ? { [PROFILE]: { profile: 'strict' } } : {}),
    // The SCIM 2.0 Interoperability Profile holds for strict clients, and only over TLS.
    ...(strict && baseUrl.startsWith('https:') ? { interopProfileConformant: true } : {}),
    patch: { supported: true },
    bulk: { supported: true, maxOperations: maxBulkOperations, maxPayloadSize: defaultBodyLimit },
    filter: { supported: true, maxResults },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: defaultResults,
      maxPageSize: maxResults,
      cursorTimeout: cursorLifetimeSeconds,
    },
    // draft-ietf-scim-roles-entitlements. `type` and `primary` are kept as any attribute is; no role follows from them.
    RolesAndEntitlements: {
      roles: { supported: true, multipleRolesSupported: true, primarySupported: true, typeSupported: true },
      entitlements: { supported: false },
    },
    // RFC 9967 section 4.
    securityEvents: { asyncRequest: 'none', eventUris: Object.values(scimEventUris) },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'A SCIM token that an Organization Admin made, in the Authorization header.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
      {
        type: 'oauth2',
        name: 'OAuth 2.0 client credentials',
        description: 'A short-lived access token that a SCIM client gets at /oauth/token, in the same header.',
        specUri: 'https://www.rfc-editor.org/info/rfc6749',
        primary: false,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}

function typesOf({ user, group, role }: ScimSchemas): readonly ResourceType[] {
  return [user, group, role];
}

/** `/ResourceTypes` (RFC 7643 section 6). */
export function resourceTypeList(schemas: ScimSchemas, baseUrl: string): JsonObject {
  return list(typesOf(schemas).map((type) => resourceTypeDocument(type, baseUrl)));
}

/** `/ResourceTypes/{id}`; null when there is none of that name. Ids are case exact. */
export function resourceTypeById(schemas: ScimSchemas, baseUrl: string, id: string): JsonObject | null {
  const type = typesOf(schemas).find((candidate) => candidate.name === id);
  return type === undefined ? null : resourceTypeDocument(type, baseUrl);
}

/** `/Schemas` (RFC 7643 section 7). @param strict who asks holds a strict token */
export function schemaList(schemas: ScimSchemas, baseUrl: string, strict = false): JsonObject {
  return list(schemas.all.map((schema) => schemaDocument(schema, baseUrl, strict)));
}

/** `/Schemas/{urn}`; null when there is none. URNs compare without case. */
export function schemaById(schemas: ScimSchemas, baseUrl: string, id: string, strict = false): JsonObject | null {
  const schema = schemas.all.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
  return schema === undefined ? null : schemaDocument(schema, baseUrl, strict);
}

function resourceTypeDocument(type: ResourceType, baseUrl: string): JsonObject {
  return {
    schemas: [`${CORE}:ResourceType`],
    id: type.name,
    name: type.name,
    description: typeof type.schema.document.description === 'string' ? type.schema.document.description : type.name,
    endpoint: type.endpoint,
    schema: type.schema.id,
    schemaExtensions: type.extensions
      .filter(isWritable)
      .map((extension) => ({ schema: extension.id, required: false })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${type.name}` },
  };
}

/**
 * Clients take what a resource type lists as what they may send (RFC 7643 section 6 leaves the list to the server), so a
 * view that only the server fills, such as our access extension, is in `/Schemas` alone.
 */
function isWritable({ attributes }: Schema): boolean {
  return attributes.some(({ mutability }) => mutability !== 'readOnly');
}

/** The file as it is, with the `meta` that only the server can know. A strict client is refused a password, so it is shown none. */
function schemaDocument(schema: Schema, baseUrl: string, strict: boolean): JsonObject {
  const { attributes } = schema.document;
  const kept = (attribute: Json) => !isJsonObject(attribute) || attribute.mutability !== 'writeOnly';
  return {
    ...schema.document,
    ...(strict && Array.isArray(attributes) ? { attributes: attributes.filter(kept) } : {}),
    schemas: [`${CORE}:Schema`],
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  };
}

function list(resources: JsonObject[]): JsonObject {
  return {
    schemas: [LIST_RESPONSE],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
