import type { Explained, WorkspaceMember } from '../../lib/types.ts';

/** As far as a row of the list tells it: who may not read the whole explanation sees the winner alone. */
export function explainMember({ role, roles, source, override }: WorkspaceMember): Explained {
  const from = sourceOf({ source, override });
  if (from === null) return { role, roles, winner: null, grants: [] };
  const decided = from === 'override' ? override : null;
  return {
    role,
    roles,
    winner: {
      source: from,
      role,
      reason: decided?.reason ?? null,
      expiresAt: decided?.expiresAt ?? null,
    },
    grants: [],
  };
}

/** An override that denies leaves no role behind of which the source could be told. */
export function sourceOf({ source, override }: Pick<WorkspaceMember, 'source' | 'override'>): string | null {
  return source ?? (override === null ? null : 'override');
}
