/**
 * The effective role: one pure function of a member's grants (A1 to A8, A13). The first rule that applies decides;
 * `explain` reads its verdicts, and nothing else in the product answers "may she?".
 */

import { type Grant, standingSources } from '../../model/grant.ts';
import type { Standing } from '../../model/member.ts';
import type { Precedence } from '../../model/organization.ts';
import {
  isOrganizationAdmin,
  type OrganizationRole,
  type RoleDocument,
  type RoleId,
  rankOf,
} from '../../model/role.ts';
import { everyWorkspace } from '../../model/workspace.ts';

/** What the organization's settings contribute. */
export type AccessRules = {
  readonly precedence: Precedence;
  readonly customRoles: readonly RoleDocument[];
  /** All workspaces of the organization: an Organization Admin has access to each. */
  readonly workspaceIds: readonly string[];
};

/** The verdict on one grant: null when it counts, else why it lost. */
export type Verdict<G extends Grant = Grant> = { readonly grant: G; readonly lostBecause: string | null };

export type Resolution<G extends Grant = Grant> = {
  /** null: no access. */
  readonly role: RoleId | null;
  /** All roles whose permissions count, the highest, which is `role`, first; several only with the precedence `combined` (A13). */
  readonly roles: readonly RoleId[];
  readonly source: Grant['source'] | 'organization-admin' | 'default' | null;
  readonly winner: G | null;
  /** The grants that count beside the winner, highest role first. */
  readonly others: readonly G[];
  /** When the verdict may change by expiry alone; null: never. */
  readonly validUntil: Date | null;
  readonly verdicts: readonly Verdict<G>[];
};

export type EffectiveAccess<G extends Grant = Grant> = {
  readonly organization: Resolution<G> & { readonly role: OrganizationRole | null };
  /** By workspace id; a workspace without an entry gives no access and has no grants. */
  readonly workspaces: ReadonlyMap<string, Resolution<G>>;
  /** The next time at which a grant expires, so that all of this may change by itself; null: never. */
  readonly validUntil: Date | null;
};

/**
 * The effective organization role and workspace roles of one member.
 * @param at the time to judge expiry by
 */
export function effective<G extends Grant>(
  status: Standing,
  grants: readonly G[],
  rules: AccessRules,
  at: Date,
): EffectiveAccess<G> {
  const organization = resolveOrganization(
    status,
    grants.filter(({ workspaceId }) => workspaceId === null),
    rules,
    at,
  );
  const byWorkspace = new Map<string, G[]>();
  for (const grant of grants) {
    if (grant.workspaceId === null) continue;
    byWorkspace.set(grant.workspaceId, [...(byWorkspace.get(grant.workspaceId) ?? []), grant]);
  }
  const everywhere = byWorkspace.get(everyWorkspace) ?? [];
  const isAdmin = isOrganizationAdmin(organization.role);
  const isEverywhere = isAdmin || everywhere.length > 0;
  const ids = isEverywhere ? rules.workspaceIds : rules.workspaceIds.filter((id) => byWorkspace.has(id));
  const workspaces = new Map<string, Resolution<G>>();
  for (const id of ids) {
    const own = [...(byWorkspace.get(id) ?? []), ...everywhere];
    workspaces.set(id, isAdmin ? implicitAdmin(own, organization.validUntil, at) : resolve(status, own, rules, at));
  }
  return { organization, workspaces, validUntil: nextExpiry(grants, at) };
}

function nextExpiry(grants: readonly Grant[], at: Date): Date | null {
  return grants.reduce<Date | null>(
    (next, { expiresAt }) => (expiresAt && expiresAt > at && (!next || expiresAt < next) ? expiresAt : next),
    null,
  );
}

function resolveOrganization<G extends Grant>(
  status: Standing,
  grants: readonly G[],
  rules: AccessRules,
  at: Date,
): EffectiveAccess<G>['organization'] {
  const resolution = resolve(status, grants, rules, at);
  if (status === 'active' && resolution.winner === null)
    return { ...resolution, role: 'Organization User', roles: ['Organization User'], source: 'default' };
  return resolution as EffectiveAccess<G>['organization'];
}

/** A2: the grants of an Organization Admin stay, dormant. */
function implicitAdmin<G extends Grant>(grants: readonly G[], validUntil: Date | null, at: Date): Resolution<G> {
  const verdicts = grants.map((grant) => ({
    grant,
    lostBecause: isExpired(grant, at) ? expired : 'an Organization Admin is Workspace Admin everywhere',
  }));
  const role = 'Workspace Admin';
  return { role, roles: [role], source: 'organization-admin', winner: null, others: [], validUntil, verdicts };
}

const expired = 'it has expired';

/** Why somebody who stands so has no access. */
export const whyNot: Readonly<Record<Exclude<Standing, 'active'>, string>> = {
  pending: 'the invitation is not accepted yet',
  inactive: 'the member is deactivated',
  locked: 'an admin has locked the member',
};

function isExpired(grant: Grant, at: Date): boolean {
  return grant.expiresAt !== null && grant.expiresAt.getTime() <= at.getTime();
}

/**
 * A3 to A6, in order, with what held changes keep between A3 and A4: the first class of grants that is not empty decides,
 * by its own comparison. With the precedence `combined` all that is no override is one class, and all of it counts (A13).
 */
function resolve<G extends Grant>(status: Standing, grants: readonly G[], rules: AccessRules, at: Date): Resolution<G> {
  if (status !== 'active') {
    const lostBecause = whyNot[status];
    const verdicts = grants.map((grant) => ({ grant, lostBecause }));
    return { role: null, roles: [], source: null, winner: null, others: [], validUntil: null, verdicts };
  }
  const live = grants.filter((grant) => !isExpired(grant, at));
  const classes = rules.precedence === 'combined' ? combined : oneBeforeTheNext;
  const deciding = classes.find(({ holds }) => live.some(holds));
  const ordered = deciding ? live.filter(deciding.holds).toSorted((a, b) => deciding.compare(b, a, rules)) : [];
  const counting = deciding?.beaten ? ordered.slice(0, 1) : ordered;
  const [winner = null, ...others] = counting;
  const roles = [...new Set(counting.flatMap(({ effect, role }) => (effect === 'deny' || role === null ? [] : role)))];
  return {
    role: roles[0] ?? null,
    roles,
    source: winner?.source ?? null,
    winner,
    others,
    validUntil: nextExpiry(counting, at),
    verdicts: grants.map((grant) => ({ grant, lostBecause: reasonOf(grant) })),
  };

  function reasonOf(grant: G): string | null {
    if (counting.includes(grant)) return null;
    if (isExpired(grant, at)) return expired;
    if (!deciding?.holds(grant)) return winner && deciding ? deciding.decides(winner) : 'another grant decides';
    return (winner && deciding.beaten?.(rules.precedence, winner)) ?? null;
  }
}

type GrantClass = {
  readonly holds: (grant: Grant) => boolean;
  /** Above 0 when `a` beats `b`. */
  readonly compare: (a: Grant, b: Grant, rules: AccessRules) => number;
  /** Why grants of later classes lose. */
  readonly decides: (winner: Grant) => string;
  /** Why grants of the same class lose; null: none does, and each counts. */
  readonly beaten: ((precedence: Precedence, winner: Grant) => string) | null;
};

function beatenGroup(precedence: Precedence, { source }: Grant): string {
  if (source === 'scim-role') return 'the directory names a higher role of this person';
  if (precedence === 'newest') return 'a newer group decides';
  return precedence === 'priority' ? 'a mapping of higher priority decides' : 'another group gives a higher role';
}

const standing: Partial<Record<Grant['source'], string>> = {
  'admin-group': 'a group that admins made',
  'scim-role': 'a role that the directory names',
};

const overrides: GrantClass = {
  holds: ({ source }) => source === 'override',
  compare: (a, b) => compareIds(a, b),
  decides: () => 'an admin has set an override',
  beaten: () => 'another override decides',
};

/** What is no override, each class before the next. */
const others: readonly GrantClass[] = [
  {
    // What a held change keeps is what there was before it, whatever the other groups say.
    holds: ({ heldBy, weak }) => Boolean(heldBy) && !weak,
    compare: compareGroups,
    decides: () => 'a held change of a group keeps the role as it was',
    beaten: beatenGroup,
  },
  {
    holds: ({ source, weak }) => standingSources.includes(source) && !weak,
    compare: compareGroups,
    decides: ({ source }) => `${standing[source] ?? 'a SCIM group'} decides`,
    beaten: beatenGroup,
  },
  {
    holds: ({ source, weak }) => source === 'sso-group' && !weak,
    compare: compareGroups,
    decides: () => 'a group of the sign-in decides',
    beaten: beatenGroup,
  },
  {
    holds: () => true,
    compare: (a, b, rules) => compareRanks(a, b, rules) || compareIds(b, a),
    decides: () => '',
    beaten: () => 'another grant gives a higher role',
  },
];

/** A13: the highest role comes first; of equal ones, what would decide with the other precedences. */
const together: GrantClass = {
  holds: () => true,
  compare: (a, b, rules) => compareRanks(a, b, rules) || placeOf(b) - placeOf(a) || compareIds(b, a),
  decides: () => '',
  beaten: null,
};

function placeOf(grant: Grant): number {
  return others.findIndex(({ holds }) => holds(grant));
}

const oneBeforeTheNext: readonly GrantClass[] = [overrides, ...others];
const combined: readonly GrantClass[] = [overrides, together];

function compareGroups(a: Grant, b: Grant, rules: AccessRules): number {
  const tie = compareRanks(a, b, rules) || compareIds(b, a);
  switch (rules.precedence) {
    case 'newest':
      return timeOf(a) - timeOf(b) || compareText(a.groupId ?? '', b.groupId ?? '') || tie;
    case 'priority':
      return (b.priority ?? Number.MAX_SAFE_INTEGER) - (a.priority ?? Number.MAX_SAFE_INTEGER) || tie;
    default:
      return tie;
  }
}

function compareRanks(a: Grant, b: Grant, { customRoles }: AccessRules): number {
  return rankOf(a.role ?? '', customRoles) - rankOf(b.role ?? '', customRoles);
}

function timeOf({ groupCreatedAt }: Grant): number {
  return groupCreatedAt?.getTime() ?? 0;
}

function compareIds(a: Grant, b: Grant): number {
  return compareText(a._id, b._id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
