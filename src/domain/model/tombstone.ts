/** Tombstones: what is kept of a removed member, so that signing in does not bring it back (E3). */
import { createHash } from 'node:crypto';
import { defineCollection, type TenantDocument } from '../../storage/collection.ts';
import { foldName } from '../kernel/fold-name.ts';
import type { SignInIdentity } from './member.ts';

export type TombstoneDocument = TenantDocument & {
  memberId: string;
  accountId: string | null;
  /** As the directory sent it: compared with subjects of connections that this organization links by (P1). */
  externalId: string | null;
  /** By which the member signed in. */
  identity: SignInIdentity | null;
  /** SHA-256 of the folded userName and emails. */
  nameHashes: string[];
  removedAt: Date;
};

export const tombstones = defineCollection<TombstoneDocument>(
  'tombstones',
  'tenant',
  {
    memberId: String,
    accountId: String,
    externalId: String,
    identity: { type: { connectionId: String, issuer: String, subject: String } },
    nameHashes: [String],
    removedAt: Date,
  },
  [
    { keys: { orgId: 1, accountId: 1 } },
    { keys: { accountId: 1 }, partial: { accountId: { $type: 'string' } } },
    { keys: { orgId: 1, externalId: 1 } },
    { keys: { orgId: 1, 'identity.subject': 1 } },
    { keys: { orgId: 1, nameHashes: 1 } },
  ],
);

/** The form in which a userName or email is kept after removal. */
export function nameHash(name: string): string {
  return createHash('sha256').update(foldName(name)).digest('base64url');
}
