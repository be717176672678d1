/** Totals of an organization, striped like the groups' counters: unfiltered lists need no count (decision 4). */
import { defineCollection } from '../../storage/collection.ts';
import { number, oneOf } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import { together } from '../../storage/together.ts';
import type { Draft } from './operate.ts';

export type CounterName = 'users' | 'groups';

const counters = defineCollection(
  'counters',
  'tenant',
  { name: oneOf('users', 'groups'), stripe: number, total: number },
  [{ keys: { orgId: 1, name: 1, stripe: 1 }, unique: true }],
);

/** Drafts a change of a total. `users` counts the members that SCIM shows: active and inactive ones. */
export function count(draft: Draft, orgId: string, name: CounterName, by: number): void {
  if (by === 0) return;
  const { stripe } = draft;
  const setOnInsert = { orgId, name, stripe };
  draft.increment(counters, `${orgId}.${name}.${stripe}`, { total: by }, { setOnInsert });
}

export const totalOf = together(async (orgId, names: readonly CounterName[]) => {
  const rows = await tenant(orgId).find(counters, { name: { $in: [...new Set(names)] } });
  return names.map((wanted) => rows.reduce((sum, { name, total }) => (name === wanted ? sum + total : sum), 0));
});
