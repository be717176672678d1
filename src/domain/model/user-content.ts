/**
 * What a directory says about a person or a group, apart from access: the attributes as given (`resource`), and the
 * same attributes folded for filters (`search`). Both doors that write people (SCIM, sign-in) hand over this shape.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';

/** A person's attributes. `resource` has no id, meta, schemas, groups, active or password. */
export type UserContent = {
  /** As given; unique in the organization under `foldName`. */
  readonly userName: string;
  /** Compared exactly; null when the identity provider sends none. */
  readonly externalId: string | null;
  /** null: the directory has taken the attribute away (RFC 7644 section 3.5.2.2). The status stays as it is. */
  readonly active: boolean | null;
  /** Values as given, the primary one first. */
  readonly emails: readonly string[];
  /** The values of `roles`, each once. */
  readonly roles: readonly string[];
  /** What people see: displayName, else name.formatted, else given and family name, else userName. */
  readonly name: string;
  readonly resource: JsonObject;
  /** `resource` for filters: strings folded unless caseExact, dates as Date, extension URNs encoded (no dots). */
  readonly search: Record<string, unknown>;
};

/** A group's attributes. Members are links of their own and not in here. */
export type GroupContent = {
  readonly displayName: string;
  readonly externalId: string | null;
  readonly resource: JsonObject;
  readonly search: Record<string, unknown>;
};

/** PATCH and PUT as a pure function: the content that was loaded -> the content to store, or a thrown refusal. */
export type ContentChange<T> = (current: T) => T;

/** What `roles` in a person's attributes name, each once. */
export function rolesNamedIn({ roles }: JsonObject): string[] {
  return [...new Set((Array.isArray(roles) ? roles : []).flatMap(nameOfRole))];
}

function nameOfRole(role: Json): string[] {
  const value = isJsonObject(role) ? role.value : null;
  return typeof value === 'string' && value.trim() !== '' ? [appRoleOf(value)?.value ?? value] : [];
}

/**
 * The app role of Entra ID that a text is, such as `{"id":"...","value":"Admin","displayName":"Admin"}`; null: it is none. Its PATCH
 * has it in `value`, where its POST has the value and a display name.
 */
export function appRoleOf(text: string): { readonly value: string; readonly display: string | null } | null {
  if (!text.startsWith('{')) return null;
  try {
    const { value, displayName } = JSON.parse(text) as Record<string, unknown>;
    if (typeof value !== 'string') return null;
    return { value, display: typeof displayName === 'string' ? displayName : null };
  } catch {
    return null;
  }
}
