/** Why a member has the access it has. */
import type { Authority } from '../../domain/access/authority/authority.ts';
import { maySetOverride } from '../../domain/access/authority/giving.ts';
import { type Explanation, explainAccess } from '../../domain/access/explain/explain.ts';
import type { Resolution } from '../../domain/access/grants/effective.ts';
import type { ToldRole } from '../../domain/access/grants/role-grants.ts';
import { noRoleTeller } from '../../domain/access/mapping/nearest-names.ts';
import type { GrantDocument } from '../../domain/model/grant.ts';
import { roleName } from '../../domain/model/role.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { memberParams } from '../http/shared-schemas.ts';
import { accessSchema } from './access-schema.ts';

export const explainedAccessRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/members/{member}/access',
    summary: 'Explain the access of a member: each role with the grants that count, and why the others lost',
    needs: 'access:read, or to be the member',
    tag: 'Members',
    params: memberParams,
    responses: { 200: accessSchema },
    handle: async ({ authority, params: { org, member } }) => ({
      status: 200,
      body: toAccess(await explainAccess(org, member), authority),
    }),
  }),
];

/**
 * `grants` holds every grant; those that count have no reason why they lost.
 * @param viewer what an admin wrote beside an override is for those who may set one there
 */
export function toAccess(
  { member, organization, workspaces, state, groupNames, heldChanges, directoryRoles }: Explanation,
  viewer: Authority,
) {
  const why = noRoleTeller(state);
  return {
    member: { id: member._id },
    organization: { role: organization.role, ...explained(organization) },
    workspaces: workspaces.map(({ workspaceId, name, resolution }) => ({
      workspaceId,
      name,
      role: named(resolution.role),
      roles: resolution.roles.map((role) => roleName(role, state.customRoles)),
      ...explained(resolution),
    })),
    directoryRoles: directoryRoles.map(toDirectoryRole),
  };

  function toDirectoryRole({ value, ...reading }: ToldRole) {
    if ('none' in reading) return { value, gives: null, reason: reading.none, detail: why(value, reading.none) };
    const { workspaceId, role } = reading.target;
    return { value, gives: { workspaceId, role: roleName(role, state.customRoles) }, reason: null, detail: null };
  }

  function explained({ role, source, winner, verdicts }: Resolution<GrantDocument>) {
    const implicit = source === null ? null : { source, role: named(role) };
    return {
      winner: winner ? toGrant(winner) : implicit,
      grants: verdicts.map(({ grant, lostBecause }) => ({ ...toGrant(grant), lostBecause })),
    };
  }

  function toGrant({ _id: id, source, role, workspaceId, groupId, reason, expiresAt, heldBy }: GrantDocument) {
    const isHidden = source === 'override' && !maySetOverride(viewer, workspaceId);
    const displayName = groupId === null ? undefined : groupNames.get(groupId);
    return {
      id,
      source,
      role: named(role),
      ...(groupId === null || displayName === undefined ? {} : { group: { id: groupId, displayName } }),
      ...(reason === null || isHidden ? {} : { reason }),
      ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
      ...heldGrant(heldBy),
    };
  }

  function heldGrant(heldBy: string | null | undefined) {
    const change = heldChanges.get(heldBy ?? '');
    if (!change) return {};
    const since = change.createdAt.toISOString();
    const detail = `The group gives it no longer; held for approval since ${since} by held change ${change._id}.`;
    return { held: { changeId: change._id, since, detail } };
  }

  function named(role: string | null): string | null {
    return role === null ? null : roleName(role, state.customRoles);
  }
}
