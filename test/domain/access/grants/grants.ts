/** Short ways to write grants in tables. */
import type { Grant } from '../../../../src/domain/model/grant.ts';

let ids = 0;

export function grant(source: Grant['source'], role: string | null, more: Partial<Grant> = {}): Grant {
  ids += 1;
  return {
    _id: `grant-${String(ids).padStart(4, '0')}`,
    source,
    workspaceId: 'w1',
    role,
    effect: role === null ? 'deny' : 'allow',
    expiresAt: null,
    groupId: null,
    mappingId: null,
    groupCreatedAt: null,
    priority: null,
    weak: false,
    ...more,
  };
}

export const at = new Date('2026-06-01T00:00:00Z');
export const past = new Date('2026-05-31T23:59:59Z');
export const future = new Date('2026-07-01T00:00:00Z');
