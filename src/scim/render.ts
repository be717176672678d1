import type { JsonObject } from '../json.ts';
import { formatETag, type Version } from './etag.ts';
import { locationOf, type Resources, type ScimAnswer } from './exchange.ts';
import type { ResourceType } from './schema/model.ts';

/** The view of what Usher derived from groups and grants; shown when asked for. */
export const accessSchemaId = (name: ResourceType['name']) =>
  `urn:usher:params:scim:schemas:extension:access:2.0:${name}`;

/** A resource as the domain has it, before attributes are selected. */
export type Stored = {
  readonly id: string;
  /** The directory's attributes, in the schemas' spelling. */
  readonly resource: JsonObject;
  /** Attributes that come from elsewhere: active, groups, members, the access view. */
  readonly derived: JsonObject;
  readonly created: Date;
  readonly lastModified: Date;
  readonly version: Version;
};

/** The whole representation: common attributes (RFC 7643 section 3.1) around the resource's own. */
export function represent(resources: Resources, stored: Stored): JsonObject {
  const { type } = resources;
  const { id, resource, derived, created, lastModified, version } = stored;
  const extensions = type.extensions.filter(
    (schema) => resource[schema.id] !== undefined || derived[schema.id] !== undefined,
  );
  return {
    schemas: [type.schema.id, ...extensions.map((schema) => schema.id)],
    id,
    ...resource,
    ...derived,
    meta: {
      resourceType: type.name,
      created: created.toISOString(),
      lastModified: lastModified.toISOString(),
      version: formatETag(version),
      location: locationOf(resources, id),
    },
  };
}

/** 200, or 201 with `Location`. */
export function answerResource(
  resources: Resources,
  status: 200 | 201,
  id: string,
  version: Version,
  body: JsonObject | AsyncIterable<string>,
): ScimAnswer {
  const location = status === 201 ? { Location: locationOf(resources, id) } : {};
  const content = Symbol.asyncIterator in body ? { parts: body } : { body };
  return { status, ...content, headers: { ETag: formatETag(version), ...location } };
}
