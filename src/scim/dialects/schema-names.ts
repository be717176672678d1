/**
 * What clients write into `schemas`. Names that no schema has stand there beside the right ones (Okta's
 * `urn:okta:custom:group:1.0`, Entra's own), and the core schema's is written in the way of drafts and of SCIM 1.1.
 */
import type { Json } from '../../json.ts';
import type { ResourceType } from '../schema/model.ts';
import { findExtension } from '../schema/resolve.ts';
import { quoteValue } from '../schema/text.ts';

/** OneLogin's old connectors, alone: it says nothing more than the endpoint does, so it is as if nothing were said. */
const OLD_CORE = ['urn:scim:schemas:core:1.0', 'urn:scim:schemas:core:2.0'];
/** Entra, beside the RFC's name. */
const ENTRA = 'http://schemas.microsoft.com/2006/11/resourcemanagement/adscim/2.0';

export type SchemaNames = {
  /** Names that no schema of the type has, beside one that it has. */
  readonly unknown: readonly string[];
  /** Why the list cannot belong to a resource of the type, or null. RFC 7643 section 3. */
  readonly fault: string | null;
};

/** Reads `schemas` of a resource. A list of none is understood: the endpoint says what the resource is. */
export function readSchemaNames(type: ResourceType, given: Json): SchemaNames {
  const named = listOf(given);
  const unknown = named.filter((name) => !isSchemaOf(type, name));
  const strange = unknown.find((name) => typeof name !== 'string') ?? unknown[0];
  if (unknown.length === 0 || (typeof strange === 'string' && unknown.length < named.length)) {
    return { unknown: unknown.map(String), fault: null };
  }
  const all = [type.schema, ...type.extensions].map(({ id }) => id).join(', ');
  return { unknown: [], fault: `"schemas" has ${quoteValue(strange)}; a ${type.name} has only ${all}.` };
}

/** Whether `schemas` of a message names this one, perhaps among others, or is not given. */
export function namesMessage(given: Json | undefined, urn: string): boolean {
  const named = listOf(given ?? null);
  return named.length === 0 || named.some((name) => typeof name === 'string' && sameName(name, urn));
}

function isSchemaOf(type: ResourceType, name: Json): boolean {
  if (typeof name !== 'string') return false;
  const old = OLD_CORE.flatMap((urn) => [urn, `${urn}:${type.name}`]);
  const ofCore = [type.schema.id, ...old, `${ENTRA}/${type.name}`];
  return ofCore.some((urn) => sameName(urn, name)) || findExtension(type, name) !== null;
}

function listOf(given: Json): readonly Json[] {
  return (Array.isArray(given) ? given : [given]).filter((name) => name !== null);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
