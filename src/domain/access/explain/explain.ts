/** Why does this member have this access? Every grant, which won, which lost and why. */

import { tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { groups } from '../../model/group.ts';
import { type HeldChangeDocument, heldChanges } from '../../model/held-change.ts';
import { standingOf } from '../../model/member.ts';
import { type EffectiveAccess, effective, type Resolution } from '../grants/effective.ts';
import { type ToldRole, tellRoles } from '../grants/role-grants.ts';
import { type AccessState, loadAccess, type MemberAccess, rulesOf } from '../state.ts';

export type Explanation = {
  readonly member: MemberAccess['member'];
  readonly state: Omit<AccessState, 'members' | 'adminIds'>;
  readonly organization: EffectiveAccess<GrantDocument>['organization'];
  /** Every workspace in which the member has access or a grant. */
  readonly workspaces: readonly {
    readonly workspaceId: string;
    readonly name: string;
    readonly resolution: Resolution<GrantDocument>;
  }[];
  /** Names of the groups that grants come from, also of those that are gone and whose grants are held. */
  readonly groupNames: ReadonlyMap<string, string>;
  /** The held changes that keep grants, by id. */
  readonly heldChanges: ReadonlyMap<string, HeldChangeDocument>;
  /** The roles that the directory names of the person. */
  readonly directoryRoles: readonly ToldRole[];
};

/** Computed from the grants as they are now. @throws DomainError not_found */
export async function explainAccess(orgId: string, memberId: string): Promise<Explanation> {
  const state = await loadAccess(orgId, [memberId]);
  const present = state.members.get(memberId);
  if (!present) throw new DomainError('not_found', 'member_not_found', 'There is no such member.');
  return explainGrants(state, present.member, present.grants);
}

/** The same of grants as they would be. */
export async function explainGrants(
  state: Explanation['state'],
  member: MemberAccess['member'],
  grants: readonly GrantDocument[],
): Promise<Explanation> {
  const { organization, workspaces } = effective(standingOf(member), grants, rulesOf(state), now());
  const groupIds = [...new Set(grants.flatMap(({ groupId }) => (groupId === null ? [] : [groupId])))];
  const named = await tenant(member.orgId).find(groups, { _id: { $in: groupIds } }, { projection: { displayName: 1 } });
  const heldIds = [...new Set(grants.flatMap(({ heldBy }) => heldBy ?? []))];
  const held = heldIds.length === 0 ? [] : await tenant(member.orgId).find(heldChanges, { _id: { $in: heldIds } });
  return {
    member,
    state,
    organization,
    workspaces: state.workspaces.flatMap(({ _id, name }) => {
      const resolution = workspaces.get(_id);
      return resolution ? [{ workspaceId: _id, name, resolution }] : [];
    }),
    groupNames: new Map([
      ...held.map(({ groupId, groupName }): [string, string] => [groupId, groupName]),
      ...named.map(({ _id, displayName }): [string, string] => [_id, displayName]),
    ]),
    heldChanges: new Map(held.map((change) => [change._id, change])),
    directoryRoles: tellRoles(state, member, grants),
  };
}
