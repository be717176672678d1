/**
 * Drift: where what is derived (links on members, group grants, memberships, roles, totals) does not follow from the
 * directory, the mappings and the grants any more. It should never be; after a restored backup or a fault it is found
 * and mended here, with the events that any other change has.
 */
import { isDeepStrictEqual } from 'node:util';
import { tenant } from '../../storage/tenant.ts';
import { decideAccess } from '../access/decide-access.ts';
import { type EffectiveAccess, effective } from '../access/grants/effective.ts';
import { byGroup, loadMappings, loadNesting, withAncestors, withGroupGrants } from '../access/grants/group-grants.ts';
import { withRoleGrants } from '../access/grants/role-grants.ts';
import { keepLastAdmin } from '../access/keep-last-admin-unattended.ts';
import { groupByMember } from '../access/member-rows.ts';
import { type AccessState, isBehind, loadAccess, type MemberAccess, rulesOf } from '../access/state.ts';
import { now } from '../kernel/clock.ts';
import { type Context, systemContext } from '../kernel/context.ts';
import type { GrantDocument } from '../model/grant.ts';
import { groupMembers, groupStripes, groups, groupsOf } from '../model/group.ts';
import { type MemberSummary, members, standingOf } from '../model/member.ts';
import { count, totalOf } from '../operation/counter.ts';
import { loadStripes, totalsOf } from '../operation/group-stripes.ts';
import { operate } from '../operation/operate.ts';

/** How many rows of each kind are not as they should be. */
export type Drift = {
  readonly links: number;
  readonly grants: number;
  readonly roles: number;
  readonly totals: number;
};

const none: Drift = { links: 0, grants: 0, roles: 0, totals: 0 };
const chunkSize = 250;

/** Groups that a member is in: the directory's, and those that admins made. */
type Place = Required<Pick<MemberSummary, 'groupIds' | 'adminGroupIds'>>;

type Checked = {
  access: AccessState;
  rows: { present: MemberAccess; place: Place; grants: GrantDocument[]; drift: Drift }[];
};

/**
 * Compares everything that is derived in an organization, chunk by chunk, and mends it where `repair` says so. Members that
 * a large change has not reached yet are left to its job.
 */
export async function findDrift(orgId: string, { repair }: { readonly repair: boolean }): Promise<Drift> {
  let sum = none;
  for (let after = ''; ; ) {
    const chunk = await tenant(orgId).find(
      members,
      { _id: { $gt: after } },
      { projection: { _id: 1 }, sort: { _id: 1 }, limit: chunkSize },
    );
    const ids = chunk.map(({ _id }) => _id);
    const { rows } = await check(orgId, ids);
    for (const { drift } of rows) sum = added(sum, drift);
    const drifted = rows
      .filter(({ drift }) => !isDeepStrictEqual(drift, none))
      .map(({ present }) => present.member._id);
    if (repair && drifted.length > 0) await mend(systemContext, orgId, drifted);
    const last = ids.at(-1);
    if (ids.length < chunkSize || last === undefined) break;
    after = last;
  }
  return { ...sum, totals: await checkTotals(orgId, repair) };
}

function added(a: Drift, b: Drift): Drift {
  return {
    links: a.links + b.links,
    grants: a.grants + b.grants,
    roles: a.roles + b.roles,
    totals: a.totals + b.totals,
  };
}

async function check(orgId: string, memberIds: readonly string[]): Promise<Checked> {
  const access = await loadAccess(orgId, memberIds);
  const links = groupByMember(await tenant(orgId).find(groupMembers, { memberId: { $in: memberIds }, type: 'User' }));
  const nesting = await loadNesting(orgId);
  const direct = [...links.values()].flatMap((own) => own.map(({ groupId }) => groupId));
  const [mappings, made] = await Promise.all([
    loadMappings(orgId, withAncestors(direct, nesting)).then(byGroup),
    tenant(orgId).find(groups, { _id: { $in: direct }, ...groupsOf('admin') }, { projection: { _id: 1 } }),
  ]);
  const byAdmins = new Set(made.map(({ _id }) => _id));
  const at = now();
  const rows = [...access.members.values()].flatMap((present) => {
    const { member, stored } = present;
    if (isBehind(member, access.organization)) return [];
    const ids = (links.get(member._id) ?? []).map(({ groupId }) => groupId);
    const place = {
      groupIds: ids.filter((id) => !byAdmins.has(id)),
      adminGroupIds: ids.filter((id) => byAdmins.has(id)),
    };
    const named = withRoleGrants(access, member, stored, at);
    const grants = withGroupGrants(orgId, member._id, named, withAncestors(ids, nesting), mappings, at);
    const wanted = effective(standingOf(member), grants, rulesOf(access), at);
    const drift = {
      links: isDeepStrictEqual(placeKey(member), placeKey(place)) ? 0 : 1,
      grants: difference(stored.map(grantKey), grants.map(grantKey)),
      // What an expiry changes is written by its worker, a moment after its time.
      roles:
        member.accessValidUntil && member.accessValidUntil <= at
          ? 0
          : difference(storedRoles(present), rolesOf(wanted)),
      totals: 0,
    };
    return [{ present, place, grants, drift }];
  });
  return { access, rows };
}

function placeKey({ groupIds, adminGroupIds = [] }: Pick<MemberSummary, 'groupIds' | 'adminGroupIds'>) {
  return [groupIds.toSorted(), adminGroupIds.toSorted()];
}

function grantKey({ source, groupId, mappingId, workspaceId, role, weak }: GrantDocument): string {
  return [source, groupId, mappingId, workspaceId, role, weak].join(' ');
}

function storedRoles({ member, memberships }: MemberAccess): string[] {
  return [
    `organization ${member.organizationRole}`,
    ...memberships.map(({ workspaceId, role, source, mappingId, also = [] }) =>
      roleKey(workspaceId, { role, source, mappingId }, also),
    ),
  ];
}

function rolesOf({ organization, workspaces }: EffectiveAccess): string[] {
  return [
    `organization ${organization.role}`,
    ...[...workspaces].flatMap(([id, { role, source, winner, others }]) =>
      role === null ? [] : [roleKey(id, { role, source, mappingId: winner?.mappingId }, others)],
    ),
  ];
}

type Gives = {
  readonly role: string | null;
  readonly source: string | null;
  readonly mappingId?: string | null | undefined;
};

function roleKey(workspaceId: string, winner: Gives, also: readonly Gives[]): string {
  const parts = [winner, ...also].flatMap(({ role, source, mappingId = null }) => [role, source, mappingId]);
  return [workspaceId, ...parts].join(' ');
}

/** How many are in one list and not in the other. */
function difference(a: readonly string[], b: readonly string[]): number {
  return a.filter((one) => !b.includes(one)).length + b.filter((one) => !a.includes(one)).length;
}

function mend(context: Context, orgId: string, memberIds: readonly string[]): Promise<void> {
  return operate(orgId, context, {
    load: () => check(orgId, memberIds),
    decide: ({ access, rows }, draft) => {
      for (const { present, place } of rows)
        draft.update(members, present.member._id, place, { accessRevision: present.member.accessRevision });
      const changes = rows.map(({ present: { member }, grants }) => ({
        memberId: member._id,
        status: member.status,
        grants,
      }));
      // Nobody is there to be told no.
      decideAccess(draft, access, keepLastAdmin(draft, access, changes));
    },
  });
}

/** Totals of the organization and of each group. */
async function checkTotals(orgId: string, repair: boolean): Promise<number> {
  const scope = tenant(orgId);
  let wrong = 0;
  for (const [name, actual] of [
    ['users', () => scope.count(members, { status: { $ne: 'pending' } })],
    ['groups', () => scope.count(groups, groupsOf('directory'))],
  ] as const) {
    const by = (await actual()) - (await totalOf(orgId, name));
    if (by === 0) continue;
    wrong += 1;
    if (repair)
      await operate(orgId, systemContext, {
        load: async () => null,
        decide: (_, draft) => count(draft, orgId, name, by),
      });
  }
  for (const { _id: groupId } of await scope.find(groups, {}, { projection: { _id: 1 } })) {
    const { members: total } = totalsOf(await loadStripes(orgId, groupId));
    if (total === (await scope.count(groupMembers, { groupId }))) continue;
    wrong += 1;
    if (repair) await mendGroupTotal(orgId, groupId);
  }
  return wrong;
}

/** Guarded by the version: whoever adds a member meanwhile makes it count again. */
function mendGroupTotal(orgId: string, groupId: string): Promise<void> {
  return operate(orgId, systemContext, {
    load: async () => {
      const stripes = await loadStripes(orgId, groupId);
      return { stripes, actual: await tenant(orgId).count(groupMembers, { groupId }) };
    },
    decide: ({ stripes, actual }, draft) => {
      const by = actual - totalsOf(stripes).members;
      for (const { _id, stripe, version, accessRevision } of stripes)
        draft.increment(
          groupStripes,
          _id,
          { members: stripe === 0 ? by : 0, version: stripe === 0 ? 1 : 0 },
          { expect: { version, accessRevision } },
        );
    },
  });
}
