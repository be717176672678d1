/** Totals of an organization, striped like the groups' counters: unfiltered lists need no count (decision 4). */
import { defineCollection, type TenantDocument } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import type { Draft } from './operate.ts';

export type CounterName = 'users' | 'groups';

type CounterDocument = TenantDocument & { name: CounterName; stripe: number; total: number };

const counters = defineCollection<CounterDocument>(
  'counters',
  'tenant',
  { name: String, stripe: Number, total: Number },
  [{ keys: { orgId: 1, name: 1, stripe: 1 }, unique: true }],
);

/** Drafts a change of a total. `users` counts the members that SCIM shows: active and inactive ones. */
export function count(draft: Draft, orgId: string, name: CounterName, by: number): void {
  if (by === 0) return;
  const { stripe } = draft;
  const setOnInsert = { orgId, name, stripe };
  draft.increment(counters, `${orgId}.${name}.${stripe}`, { total: by }, { setOnInsert });
}

export async function totalOf(orgId: string, name: CounterName): Promise<number> {
  const rows = await tenant(orgId).find(counters, { name });
  return rows.reduce((sum, { total }) => sum + total, 0);
}
