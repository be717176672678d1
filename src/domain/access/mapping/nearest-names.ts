/** What a group name, or a role that a directory names, was probably meant to say where it gives nothing. */
import { distance } from 'fastest-levenshtein';
import type { UnmatchedReason } from '../../model/group.ts';
import { separators } from '../../model/organization.ts';
import { organizationRoles } from '../../model/role.ts';
import { everyWorkspace } from '../../model/workspace.ts';
import { mostRoles, type NoRole } from '../grants/role-grants.ts';
import { type NamesState, namesOf } from './map-group.ts';
import { type ConventionSettings, readGroupName } from './naming-convention.ts';

type Named = { readonly id: string; readonly name: string };

export type NearestName = { readonly kind: 'workspace' | 'role' | 'group'; readonly name: string };

const shown = 3;
const maxLength = 300;

/**
 * The nearest names there are: of workspaces and roles, or, where the form is wrong, a whole group name that would be
 * read. Nearest first, at most three of a kind; empty when nothing is near.
 */
export function nearestNames(
  displayName: string,
  reason: UnmatchedReason,
  settings: ConventionSettings,
  workspaces: readonly Named[],
  roles: readonly Named[],
): NearestName[] {
  if (displayName.length > maxLength) return [];
  const { separator, requiredPrefix } = settings;
  if (reason === 'ambiguous') return [];
  const reads = (name: string) => 'target' in readGroupName(name, settings, workspaces, roles);
  if (reason === 'required_prefix_missing') {
    const prefixed = `${requiredPrefix}${displayName}`;
    return reads(prefixed) ? [{ kind: 'group', name: prefixed }] : [];
  }
  if (reason === 'not_in_the_convention') {
    const rewritten = [
      ...withOtherSeparator(displayName, settings, workspaces, roles),
      ...withNearRole(displayName, separator),
    ];
    return [...new Set(rewritten.filter(reads))].slice(0, shown).map((name) => ({ kind: 'group', name }));
  }
  const rest = afterOrganizationRole(displayName, separator);
  if (rest === null) return [];
  // A name may hold the separator, so several roles may end the group's name, and several workspaces begin it.
  if (reason === 'unknown_workspace') {
    const known = roles.filter(({ name }) => rest.endsWith(separator + name));
    const heads = known.map(({ name }) => rest.slice(0, -(separator + name).length));
    return near(heads, workspaces, 'workspace');
  }
  if (reason === 'unknown_role') {
    const known = workspaces.filter(({ name }) => rest.startsWith(name + separator));
    const tails = known.map(({ name }) => rest.slice((name + separator).length));
    return near(tails, roles, 'role');
  }
  const at = rest.lastIndexOf(separator);
  return [...near([rest.slice(0, at)], workspaces, 'workspace'), ...near([rest.slice(at + 1)], roles, 'role')];
}

/** The names nearest to any of the wanted ones. */
function near(wanted: readonly string[], named: readonly Named[], kind: NearestName['kind']): NearestName[] {
  const folded = wanted.map((text) => text.trim().toLowerCase());
  return named
    .map(({ name }) => ({ name, far: Math.min(...folded.map((text) => farFrom(text, name.toLowerCase()))) }))
    .filter(({ far }) => far < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.far - b.far)
    .slice(0, shown)
    .map(({ name }) => ({ kind, name }));
}

/** Infinity: too far to be meant. */
function farFrom(wanted: string, name: string): number {
  const most = Math.max(2, Math.floor(wanted.length / 3));
  // Never nearer than their lengths.
  const far = Math.abs(wanted.length - name.length) > most ? Number.POSITIVE_INFINITY : distance(wanted, name);
  return far <= most ? far : Number.POSITIVE_INFINITY;
}

function afterOrganizationRole(displayName: string, separator: string): string | null {
  const folded = displayName.toLowerCase();
  for (const role of organizationRoles)
    for (const form of [role, role.replaceAll(' ', '')]) {
      const at = folded.indexOf(form.toLowerCase() + separator);
      if (at >= 0) return displayName.slice(at + form.length + 1);
    }
  return null;
}

/** The name as it would be with the separator that the organization uses. */
function* withOtherSeparator(
  displayName: string,
  settings: ConventionSettings,
  workspaces: readonly Named[],
  roles: readonly Named[],
): Generator<string> {
  for (const separator of separators) {
    const match = readGroupName(displayName, { ...settings, separator }, workspaces, roles);
    if (separator === settings.separator || 'unmatched' in match || match.target.workspaceId === null) continue;
    const workspace = workspaces.find(({ id }) => id === match.target.workspaceId)?.name;
    const role = roles.find(({ id }) => id === match.target.workspaceRole)?.name;
    const head = displayName.slice(0, -`${separator}${workspace}${separator}${role}`.length);
    yield [head, workspace, role].join(settings.separator);
  }
}

/** "Organisation User:Research:..." with the organization role that was meant, before whichever separator it stands. */
function* withNearRole(displayName: string, separator: string): Generator<string> {
  for (let at = displayName.indexOf(separator, 1); at > 0; at = displayName.indexOf(separator, at + 1)) {
    const words = displayName.slice(0, at).split(' ');
    const tail = words.slice(-2).join('').toLowerCase();
    for (const role of organizationRoles)
      if (distance(tail, role.replaceAll(' ', '').toLowerCase()) <= 2)
        yield [...words.slice(0, -2), role].join(' ') + displayName.slice(at);
  }
}

const sentences: Record<UnmatchedReason, string> = {
  not_in_the_convention: 'The name does not have the form of the naming convention, or the convention is switched off.',
  required_prefix_missing: 'The name does not begin with the required prefix.',
  unknown_workspace: 'There is no workspace of that name.',
  unknown_role: 'There is no workspace role of that name.',
  unknown_workspace_and_role: 'There is neither a workspace nor a workspace role of these names.',
  ambiguous: 'Several workspaces or roles fit: map the group explicitly.',
};

/** Why the group gives nothing, in one or two sentences for people. */
export function describeUnmatched(reason: UnmatchedReason, nearest: readonly NearestName[]): string {
  const names = nearest.map(({ kind, name }) => `${kind} “${name}”`);
  return names.length === 0 ? sentences[reason] : `${sentences[reason]} Did you mean ${names.join(' or ')}?`;
}

const noRoles: Record<NoRole, string> = {
  unknown_role: 'No role is called so. Name an organization role, or a workspace and a role in it as "Workspace:Role".',
  ambiguous: 'Several workspaces or roles fit: name them by their ids, as /Roles lists them.',
  admins_not_allowed: 'This organization does not let its directory make Organization Admins.',
  roles_off: 'This organization does not let its directory give roles to people.',
  too_many: `Of the roles of a person the first ${mostRoles} count.`,
};

/** Why a role that the directory names gives nothing, in a sentence or two for people. */
export function describeNoRole(value: string, reason: NoRole, names: NamesState): string {
  const nearest = reason === 'unknown_role' ? nearestRoles(value, names) : [];
  const meant = nearest.map((name) => `"${name}"`).join(' or ');
  return nearest.length === 0 ? noRoles[reason] : `${noRoles[reason]} Did you mean ${meant}?`;
}

/** Looking for what is near takes a look at every name, so of an answer about many it is done for the first few. */
const mostHints = 20;

/** Says of several values why each gives nothing. */
export function noRoleTeller(names: NamesState): (value: string, reason: NoRole) => string {
  const hints = new Map<string, string>();
  return (value, reason) => {
    if (reason !== 'unknown_role') return noRoles[reason];
    const known = hints.get(value);
    if (known !== undefined) return known;
    if (hints.size >= mostHints) return noRoles[reason];
    const said = describeNoRole(value, reason, names);
    hints.set(value, said);
    return said;
  };
}

function nearestRoles(value: string, names: NamesState): string[] {
  if (value.length > maxLength) return [];
  const { workspaces, roles } = namesOf(names);
  const at = value.lastIndexOf(':');
  const tail = value.slice(at + 1);
  const inWorkspaces = near([tail], roles, 'role').slice(0, 1);
  if (at < 0) {
    const ofOrganization = organizationRoles.map((name) => ({ id: name, name }));
    // A role in no workspace: in which, only the directory can say.
    return [
      ...near([value], ofOrganization, 'role').map(({ name }) => name),
      ...inWorkspaces.map(({ name }) => `${everyWorkspace}:${name}`),
    ].slice(0, shown);
  }
  const head = value.slice(0, at).trim();
  const places = head === everyWorkspace ? [{ name: everyWorkspace }] : near([head], workspaces, 'workspace');
  return places.flatMap((place) => inWorkspaces.map(({ name }) => `${place.name}:${name}`)).slice(0, shown);
}
