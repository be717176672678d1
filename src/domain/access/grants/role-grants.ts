/** Roles that a directory names of a person (`roles` of a User) -> `scim-role` grants. */

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { foldName } from '../../kernel/fold-name.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import type { MemberSummary } from '../../model/member.ts';
import { type OrganizationDocument, scimSettingsOf } from '../../model/organization.ts';
import {
  isCustomRole,
  isOrganizationAdmin,
  organizationRoles,
  type RoleDocument,
  type RoleId,
  workspaceRoles,
} from '../../model/role.ts';
import { everyWorkspace, type WorkspaceDocument } from '../../model/workspace.ts';

/** What the texts mean in an organization. */
export type RoleNames = {
  readonly organization: OrganizationDocument;
  readonly workspaces: readonly WorkspaceDocument[];
  readonly customRoles: readonly RoleDocument[];
};

/** A role that a directory may name: at the organization (`workspaceId` null), in a workspace, or in all of them. */
export type NamedRole = {
  /** Stays when something is renamed. It names the role as well as `value` does, and has no spaces. */
  readonly id: string;
  readonly value: string;
  readonly workspaceId: string | null;
  readonly role: RoleId;
};

type Part = { readonly id: string; readonly name: string };

/** All roles that a directory may name, in the order in which it is shown them. */
export function namedRoles(names: RoleNames): NamedRole[] {
  const { places, roles } = partsOf(names);
  return [
    ...organizationRoles.map((role) => ({ id: slug(role), value: role as string, workspaceId: null, role })),
    ...places.flatMap((place) =>
      roles.map((role) => ({
        id: `${place.id}:${slug(role.id)}`,
        value: `${place.name}:${role.name}`,
        workspaceId: place.id,
        role: role.id,
      })),
    ),
  ];
}

function partsOf({ workspaces, customRoles }: RoleNames): { places: Part[]; roles: Part[] } {
  return { places: [everywhere, ...workspaces.map(partOf)], roles: [...builtIn, ...customRoles.map(partOf)] };
}

const everywhere: Part = { id: everyWorkspace, name: everyWorkspace };
const builtIn: readonly Part[] = workspaceRoles.map((name) => ({ id: name, name }));

function partOf({ _id, name }: { readonly _id: string; readonly name: string }): Part {
  return { id: _id, name };
}

function slug(role: RoleId): string {
  return role.toLowerCase().replaceAll(' ', '-');
}

/** Whether the organization lets its directory give it. */
export function isGiven(role: RoleId, organization: OrganizationDocument): boolean {
  const { rolesEnabled, rolesMakeAdmins } = scimSettingsOf(organization);
  return rolesEnabled && (rolesMakeAdmins || !isOrganizationAdmin(role));
}

/** Why a text gives nothing. */
export type NoRole = 'unknown_role' | 'ambiguous' | 'admins_not_allowed' | 'roles_off' | 'too_many';

export type RoleReading = { readonly target: Pick<NamedRole, 'workspaceId' | 'role'> } | { readonly none: NoRole };

/**
 * Reads one value of `roles`: `Organization Viewer`, `Research:Workspace Editor`, `*:Workspace Viewer`, with ids in place of names, too.
 * Case, spaces, `-` and `_` count only where two names differ by nothing else: an app role of Entra ID has no spaces.
 * @internal
 */
export function readRole(value: string, names: RoleNames): RoleReading {
  if (!scimSettingsOf(names.organization).rolesEnabled) return { none: 'roles_off' };
  if (value.length > maxLength) return { none: 'unknown_role' };
  for (const fold of folds) {
    const [target, ...others] = targetsOf(value, names, fold);
    if (others.length > 0) return { none: 'ambiguous' };
    if (!target) continue;
    return isGiven(target.role, names.organization) ? { target } : { none: 'admins_not_allowed' };
  }
  return { none: 'unknown_role' };
}

type Fold = (text: string) => string;

const exactly: Fold = (text) => text;
const loosely: Fold = (text) => foldName(text).replaceAll(/[\s_-]+/g, '');
const folds = [exactly, foldName, loosely];

/** So many of a person are read. Everybody's are read in one go where names or settings change, and nobody must wait for those of one. */
export const mostRoles = 100;

/** Of one of the values that a directory names of a person, in their order. */
export function readRoleAt(at: number, value: string, names: RoleNames): RoleReading {
  return at < mostRoles ? readRole(value, names) : { none: 'too_many' };
}

/** What is longer names nothing: it would be a workspace, a colon and a role. */
const maxLength = 300;

/** Names may hold colons: every split is tried. */
function targetsOf(value: string, { workspaces, customRoles }: RoleNames, fold: Fold) {
  const text = fold(value.trim());
  const among = (known: Known, asked: string) => {
    const { ids, longest = 0 } = known.get(fold) ?? {};
    return asked.length > longest + spaces ? [] : (ids?.get(asked.trim()) ?? []);
  };
  const targets = among(ofOrganization, text).map((role) => ({ workspaceId: null as string | null, role }));
  const [places, roles] = [knownOf(workspaces, [everywhere]), knownOf(customRoles, builtIn)];
  for (let at = text.indexOf(':'); at > 0; at = text.indexOf(':', at + 1))
    for (const role of among(roles, text.slice(at + 1)))
      for (const workspaceId of among(places, text.slice(0, at))) targets.push({ workspaceId, role });
  return targets;
}

/** Of each fold, from what may be written to the ids that it names. */
type Known = ReadonlyMap<Fold, { readonly ids: ReadonlyMap<string, readonly string[]>; readonly longest: number }>;

/** So many may stand around a name. */
const spaces = 20;

function know(parts: readonly Part[]): Known {
  return new Map(
    folds.map((fold) => {
      const ids = new Map<string, string[]>();
      for (const { id, name } of parts)
        for (const key of new Set([id, slug(id), name].map(fold)))
          if (key !== '') ids.set(key, [...(ids.get(key) ?? []), id]);
      return [fold, { ids, longest: [...ids.keys()].reduce((most, { length }) => Math.max(most, length), 0) }];
    }),
  );
}

const ofOrganization = know(organizationRoles.map((name) => ({ id: name, name })));

/** Many values are read by the same names. */
const knownBy = new WeakMap<readonly object[], Known>();

function knownOf(rows: readonly { readonly _id: string; readonly name: string }[], always: readonly Part[]): Known {
  const known = knownBy.get(rows) ?? know([...always, ...rows.map(partOf)]);
  knownBy.set(rows, known);
  return known;
}

/** What makes the grant of a text the same one. */
function keyOf(value: string): string {
  return `role-${createHash('sha256').update(value).digest('base64url')}`;
}

type Naming = Pick<MemberSummary, '_id' | 'orgId' | 'roleValues'>;

/**
 * The member's grants with the `scim-role` ones that follow from what its directory names; those of other sources are not touched.
 * The same array when nothing changes. A text that was resolved once stays resolved while its workspace and role exist
 * (N3): renaming those keeps access. Of several texts for one role, the first gives it.
 */
export function withRoleGrants(
  names: RoleNames,
  { _id: memberId, orgId, roleValues = [] }: Naming,
  present: readonly GrantDocument[],
  at: Date,
): readonly GrantDocument[] {
  const old = present.filter(({ source }) => source === 'scim-role');
  if (old.length === 0 && roleValues.length === 0) return present;
  const wanted = new Map<string, GrantDocument>();
  for (const value of roleValues.slice(0, mostRoles)) {
    const mappingId = keyOf(value);
    const same = old.find((grant) => grant.mappingId === mappingId);
    const target = same && isStillThere(same, names) ? same : targetOf(readRole(value, names));
    if (!target) continue;
    const place = `${target.workspaceId} ${target.role}`;
    if (wanted.has(place)) continue;
    wanted.set(place, {
      ...newGrant(orgId, memberId, same?.createdAt ?? at),
      ...(same ? { _id: same._id } : {}),
      source: 'scim-role',
      workspaceId: target.workspaceId,
      role: target.role,
      mappingId,
      reason: `role "${value.slice(0, 200)}" of the directory`,
    });
  }
  const next = [...wanted.values()];
  if (next.length === old.length && next.every((grant) => old.some((row) => isDeepStrictEqual(row, grant))))
    return present;
  return [...present.filter(({ source }) => source !== 'scim-role'), ...next];
}

function targetOf(reading: RoleReading) {
  return 'target' in reading ? reading.target : null;
}

function isStillThere({ workspaceId, role }: GrantDocument, { organization, workspaces, customRoles }: RoleNames) {
  if (role === null || !isGiven(role, organization)) return false;
  if (workspaceId === null) return true;
  const isPlace = workspaceId === everyWorkspace || workspaces.some(({ _id }) => _id === workspaceId);
  return isPlace && (!isCustomRole(role) || customRoles.some(({ _id }) => _id === role));
}

/** Whether some of what is named gives nothing. @param grants all that the member has */
export function hasIdleRoles({ roleValues = [] }: Naming, grants: readonly GrantDocument[]): boolean {
  if (roleValues.length === 0) return false;
  const given = new Set(grants.filter(({ source }) => source === 'scim-role').map(({ mappingId }) => mappingId));
  return roleValues.some((value) => !given.has(keyOf(value)));
}

/** What each text that the directory names gives a member, or why it gives nothing. */
export type ToldRole = { readonly value: string } & RoleReading;

export function tellRoles(names: RoleNames, { roleValues = [] }: Naming, grants: readonly GrantDocument[]): ToldRole[] {
  const own = grants.filter(({ source }) => source === 'scim-role');
  return roleValues.map((value, at) => {
    const given = own.find(({ mappingId }) => mappingId === keyOf(value));
    if (given?.role) return { value, target: { workspaceId: given.workspaceId, role: given.role } };
    return { value, ...readRoleAt(at, value, names) };
  });
}
