/** Email domains that organizations have proven to own: only addresses in them link people of their own connections. */
import { domainToASCII } from 'node:url';
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, nullable, optional, text } from '../../storage/fields.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';

export const emailDomains = defineCollection(
  'domains',
  'tenant',
  {
    /** Lower case, in its ASCII form. */
    name: text,
    /** The value that the DNS has to show. */
    token: text,
    verifiedAt: nullable(date),
    /** When the DNS was last asked again; absent: not since it was verified. */
    checkedAt: optional(nullable(date)),
    /** Since when the DNS does not show the value any more; null or absent: it does. */
    missingSince: optional(nullable(date)),
    createdAt: date,
  },
  [{ keys: { orgId: 1, name: 1 }, unique: true }, { keys: { checkedAt: 1, _id: 1 } }],
);

export type EmailDomainDocument = DocumentOf<typeof emailDomains>;

const lapseMs = 7 * 86_400_000;

/** When a verified domain lapses whose record is gone; null: it is there. */
export function lapseOf({ missingSince = null }: Pick<EmailDomainDocument, 'missingSince'>): Date | null {
  return missingSince && new Date(missingSince.getTime() + lapseMs);
}

/** One row for each verified domain of the deployment; its id is the name, so that it has one owner. */
export const domainOwners = defineCollection('domainOwners', 'system', { orgId: text });

/** The organization's domains, oldest first. */
export function listEmailDomains(orgId: string): Promise<EmailDomainDocument[]> {
  return tenant(orgId).find(emailDomains, {}, { sort: { _id: 1 } });
}

/** @throws DomainError not_found */
export async function getEmailDomain(orgId: string, domainId: string): Promise<EmailDomainDocument> {
  const found = await tenant(orgId).findOne(emailDomains, { _id: domainId });
  if (!found) throw new DomainError('not_found', 'domain_not_found', 'There is no such domain.');
  return found;
}

/** The organization that has verified this domain; null: none. */
export async function ownerOfDomain(name: string): Promise<string | null> {
  return (await system('sign-in').findOne(domainOwners, { _id: name }))?.orgId ?? null;
}

/** Whether this organization has verified the domain of this address. */
export async function ownsDomainOf(orgId: string, email: string): Promise<boolean> {
  const name = asDomainName(email.slice(email.lastIndexOf('@') + 1));
  return name !== null && (await ownerOfDomain(name)) === orgId;
}

/** `Bücher.example.` -> `xn--bcher-kva.example`; null when it is no domain under which people have addresses. */
export function asDomainName(text: string): string | null {
  const name = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase();
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  return name.length <= 253 && new RegExp(`^(?:${label}\\.)+(?!\\d+$)${label}$`).test(name) ? name : null;
}
