/** Domains are claimed, proven by a TXT record, and given up. */

import { randomBytes } from 'node:crypto';
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import {
  asDomainName,
  domainOwners,
  type EmailDomainDocument,
  emailDomains,
  getEmailDomain,
  ownerOfDomain,
} from '../../model/email-domain.ts';
import { limits } from '../../model/limits.ts';
import { getOrganization } from '../../model/organization.ts';
import { operate } from '../../operation/operate.ts';

/** What the DNS has to show at the domain, as a TXT record. */
export function proofOfDomain({ token }: EmailDomainDocument): string {
  return `usher-verification=${token}`;
}

/** @throws DomainError invalid, conflict/uniqueness, conflict/too_many, forbidden for a personal organization */
export function addEmailDomain(context: Context, orgId: string, text: string): Promise<EmailDomainDocument> {
  const name = asDomainName(text);
  const token = randomBytes(24).toString('base64url');
  return operate(orgId, context, {
    load: async () => ({
      organization: await getOrganization(orgId),
      present: await tenant(orgId).find(emailDomains, {}),
    }),
    decide: ({ organization, present }, draft) => {
      if (organization.kind === 'personal')
        throw new DomainError('forbidden', 'personal_organization', 'A personal organization has no domains.');
      if (name === null)
        throw new DomainError('invalid', 'not_a_domain', 'Give the part behind the @, such as acme.example.', '/name');
      if (present.some((row) => row.name === name))
        throw new DomainError('conflict', 'uniqueness', `${name} is listed already.`);
      if (present.length >= limits.domains)
        throw new DomainError('conflict', 'too_many', `An organization has at most ${limits.domains} domains.`);
      const row = { _id: newId(), orgId, name, token, verifiedAt: null, createdAt: draft.now };
      draft.insert(emailDomains, row);
      draft.event({ type: 'domain.added', subject: { domainId: row._id }, after: { name } });
      return row;
    },
  });
}

/**
 * Marks the domain as this organization's, when its TXT records hold the proof.
 * @param lookUp the TXT records of a domain, each as one text; asked before anything is decided
 * @throws DomainError not_found, conflict/domain_not_proven with what to do, conflict/domain_taken
 */
export async function verifyEmailDomain(
  context: Context,
  orgId: string,
  domainId: string,
  lookUp: (name: string) => Promise<readonly string[]>,
): Promise<EmailDomainDocument> {
  const asked = await getEmailDomain(orgId, domainId);
  const found = await lookUp(asked.name);
  return operate(orgId, context, {
    load: async () => ({ row: await getEmailDomain(orgId, domainId), owner: await ownerOfDomain(asked.name) }),
    decide: ({ row, owner }, draft) => {
      const proof = proofOfDomain(row);
      if (!found.some((text) => text.trim() === proof)) throw notProven(row.name, proof);
      if (owner !== null && owner !== orgId)
        throw new DomainError(
          'conflict',
          'domain_taken',
          `Another organization has verified ${row.name}. It has to remove it first.`,
        );
      if (row.verifiedAt !== null) {
        // Whoever has mended the record need not wait for the next day.
        if (!row.missingSince) return row;
        const { verifiedAt, missingSince } = row;
        draft.update(
          emailDomains,
          domainId,
          { missingSince: null, checkedAt: draft.now },
          { verifiedAt, missingSince },
        );
        draft.event({ type: 'domain.found_again', subject: { domainId }, after: { name: row.name } });
        return { ...row, missingSince: null, checkedAt: draft.now };
      }
      draft.insert(domainOwners, { _id: row.name, orgId });
      draft.update(emailDomains, domainId, { verifiedAt: draft.now, checkedAt: draft.now }, { verifiedAt: null });
      draft.event({ type: 'domain.verified', subject: { domainId }, after: { name: row.name } });
      return { ...row, verifiedAt: draft.now, checkedAt: draft.now };
    },
  });
}

/** The same whatever else was found there, and whether the name is known at all. */
function notProven(name: string, proof: string): DomainError {
  return new DomainError(
    'conflict',
    'domain_not_proven',
    `Add the TXT record "${proof}" to ${name} and try again: it is not to be seen yet, and changes of the DNS take a while.`,
  );
}

/** Whoever is linked stays linked; nobody new is, by an address in it. @throws DomainError not_found */
export function removeEmailDomain(context: Context, orgId: string, domainId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => getEmailDomain(orgId, domainId),
    decide: ({ name, verifiedAt }, draft) => {
      draft.delete(emailDomains, domainId, { verifiedAt });
      if (verifiedAt !== null) draft.delete(domainOwners, name, { orgId });
      draft.event({
        type: 'domain.removed',
        subject: { domainId },
        before: { name, verified: verifiedAt !== null },
      });
    },
  });
}
