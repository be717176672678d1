/** How an override takes the place of the one before it. */
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../kernel/context.ts';
import type { GrantDocument } from '../model/grant.ts';
import type { Draft } from '../operation/operate.ts';

/**
 * The member's grants with this override in place of the present one; the same array when nothing changes. Drafts the
 * event, not the grants: `decideAccess` does.
 * @param workspaceId null: the override of the organization role
 */
export function withOverride(
  draft: Draft,
  context: Context,
  memberId: string,
  grants: readonly GrantDocument[],
  workspaceId: string | null,
  grant: GrantDocument | null,
): readonly GrantDocument[] {
  const isOld = (candidate: GrantDocument) => candidate.source === 'override' && candidate.workspaceId === workspaceId;
  const old = grants.find(isOld);
  if (!grant && !old) return grants;
  // The row keeps its id, so that replacing an override never meets its own unique key.
  const next: GrantDocument[] = grant
    ? [{ ...grant, _id: old?._id ?? grant._id, source: 'override', createdBy: context.actor }]
    : [];
  const describe = (row: GrantDocument | undefined) =>
    row ? { effect: row.effect, role: row.role, reason: row.reason, expiresAt: row.expiresAt } : { effect: null };
  if (isDeepStrictEqual(describe(old), describe(next[0]))) return grants;
  draft.event({
    type: grant ? 'override.set' : 'override.cleared',
    subject: { memberId, ...(workspaceId ? { workspaceId } : {}) },
    before: describe(old),
    after: describe(next[0]),
  });
  return [...grants.filter((row) => !isOld(row)), ...next];
}
