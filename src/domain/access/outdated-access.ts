/**
 * Where what is stored of access is not what counts: a grant has expired and its worker has not been there yet, or a large
 * change has not reached the member. Who counts or searches stored memberships puts them right by this.
 */
import { tenant } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import { type GrantDocument, grants } from '../model/grant.ts';
import { members, standingOf } from '../model/member.ts';
import { getOrganization } from '../model/organization.ts';
import type { EffectiveAccess } from './grants/effective.ts';
import { heldAccess, type WorkspaceAccess } from './read-access.ts';
import { accessBy, loadAccess } from './state.ts';

/** Beyond so many, their job or worker is faster than computing all of them for each reader would be. */
const most = 1_000;

export type WonAccess = WorkspaceAccess & {
  readonly winner: GrantDocument | null;
  /** The grants that count beside it. */
  readonly others: readonly GrantDocument[];
};

export type OutdatedAccess = {
  /** By member id: the access to workspaces that these active members have now. */
  readonly access: ReadonlyMap<string, readonly WonAccess[]>;
  /** There are more of them than are in here: a large change is being stored. */
  readonly counting: boolean;
  /** Other grants count beside those that won (A13), and stored memberships name them in `also`. */
  readonly combines: boolean;
};

export async function outdatedAccess(orgId: string): Promise<OutdatedAccess> {
  const scope = tenant(orgId);
  const at = now();
  const organization = await getOrganization(orgId);
  const [behind, expired] = await Promise.all([
    scope.find(
      members,
      { accessEpoch: { $lt: organization.accessEpoch }, status: 'active' },
      { projection: { _id: 1 }, limit: most + 1 },
    ),
    // With the type, as the partial index has it.
    scope.find(grants, { expiresAt: { $type: 'date', $lte: at } }, { projection: { memberId: 1 }, limit: most + 1 }),
  ]);
  const counting = behind.length > most || expired.length > most;
  const combines = organization.scim.precedence === 'combined';
  const ids = [...new Set([...behind.map(({ _id }) => _id), ...expired.map(({ memberId }) => memberId)])];
  if (ids.length === 0) return { access: new Map(), counting, combines };
  const state = await loadAccess(orgId, ids, { organization });
  const active = [...state.members.values()].filter(({ member }) => standingOf(member) === 'active');
  const access = new Map(active.map(({ member, grants: own }) => [member._id, wonBy(accessBy(state, own, at))]));
  return { access, counting, combines };
}

function wonBy({ workspaces }: EffectiveAccess<GrantDocument>): WonAccess[] {
  return [...workspaces].flatMap(([workspaceId, resolution]) =>
    heldAccess(workspaceId, resolution).map((held) => ({
      ...held,
      winner: resolution.winner,
      others: resolution.others,
    })),
  );
}
