/**
 * The names of an organization, of its workspaces and custom roles: who decides by them and who changes them. Deciders
 * are many (groups pushed, newcomers, overrides), so their mark is striped; a change of names touches every stripe.
 */
import { defineCollection, type TenantDocument } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import { allStripes } from '../kernel/stripe.ts';
import { type OrganizationDocument, organizations } from '../model/organization.ts';
import type { Draft } from './operate.ts';

type NameStripeDocument = TenantDocument & {
  stripe: number;
  /** The organization's `namesRevision`, repeated. */
  namesRevision: number;
  /** How often somebody decided by the names. */
  reads: number;
};

const nameStripes = defineCollection<NameStripeDocument>(
  'nameStripes',
  'tenant',
  { stripe: Number, namesRevision: Number, reads: Number },
  [{ keys: { orgId: 1, stripe: 1 }, unique: true }],
);

function stripeId(orgId: string, stripe: number): string {
  return `${orgId}.${stripe}`;
}

/** Drafts the rows of a new organization. */
export function draftNameStripes(draft: Draft, orgId: string): void {
  for (const stripe of allStripes)
    draft.insert(nameStripes, { _id: stripeId(orgId, stripe), orgId, stripe, namesRevision: 0, reads: 0 });
}

/** Drafts that the decision holds only while workspaces and roles have the names that were loaded. */
export function assertNames(draft: Draft, { _id, namesRevision }: OrganizationDocument): void {
  draft.increment(nameStripes, stripeId(_id, draft.stripe), { reads: 1 }, { expect: { namesRevision } });
}

/** How often the names were decided by, stripe by stripe. Read before the rows that such decisions write. */
export function loadNameReads(orgId: string): Promise<readonly NameStripeDocument[]> {
  return tenant(orgId).find(nameStripes, {});
}

/**
 * Drafts a change of names: whoever decided by the old ones decides again. Admins are read too, so their change conflicts.
 * @param reads given where nobody may have decided by the names since it was loaded
 */
export function changeNames(
  draft: Draft,
  { _id, namesRevision, adminRevision }: OrganizationDocument,
  reads: readonly NameStripeDocument[] = [],
): void {
  draft.update(organizations, _id, { namesRevision: namesRevision + 1 }, { namesRevision, adminRevision });
  for (const stripe of allStripes) {
    const loaded = reads.find((row) => row.stripe === stripe);
    const expect = { namesRevision, ...(loaded ? { reads: loaded.reads } : {}) };
    draft.increment(nameStripes, stripeId(_id, stripe), { namesRevision: 1 }, { expect });
  }
}
