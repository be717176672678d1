import { fileURLToPath } from 'node:url';
import type { Json, JsonObject } from '../../../src/json.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { parsePatch } from '../../../src/scim/patch/parse.ts';
import type { PatchPlan } from '../../../src/scim/patch/plan.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import type { ResourceType } from '../../../src/scim/schema/model.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';

/** The built-in schemas and one that an operator dropped in. */
export const schemas = loadSchemas([builtInSchemaDirectory, fileURLToPath(new URL('schemas', import.meta.url))]);

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const BADGE = 'urn:example:params:scim:schemas:extension:badge:2.0:User';

/** A PATCH body with these operations. */
export function patchOp(...operations: Json[]): JsonObject {
  return { schemas: [PATCH_OP], Operations: operations };
}

/** The resource after a body, which passes through JSON text first, as it does on its way to the server. */
export function patch(type: ResourceType, resource: JsonObject, body: Json): JsonObject {
  return applyPatch(type, resource, parsePatch(type, JSON.parse(JSON.stringify(body)) as Json));
}

export function patchUser(resource: JsonObject, ...operations: Json[]): JsonObject {
  return patch(schemas.user, resource, patchOp(...operations));
}

export function planGroup(...operations: Json[]): PatchPlan {
  return parsePatch(schemas.group, patchOp(...operations));
}

/** How a body is refused; fails if it is not. */
export function refusal(run: () => unknown): ScimError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

/** A user as a client sees her. */
export const barbara: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: '65a000000000000000000001',
  externalId: 'bjensen-1',
  meta: { resourceType: 'User', created: '2026-01-01T00:00:00Z', lastModified: '2026-01-02T00:00:00Z' },
  userName: 'bjensen@example.com',
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  title: 'Tour Guide',
  active: true,
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@home.example', type: 'home' },
  ],
};
