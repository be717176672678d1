/** Tombstones: what is kept of a removed member, so that signing in does not bring it back (E3). */
import { createHash } from 'node:crypto';
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, listOf, nullable, object, text } from '../../storage/fields.ts';
import { foldName } from '../kernel/fold-name.ts';
import { signInIdentity } from './member.ts';

export const tombstones = defineCollection(
  'tombstones',
  'tenant',
  {
    memberId: text,
    accountId: nullable(text),
    /** As the directory sent it: compared with subjects of connections that this organization links by (P1). */
    externalId: nullable(text),
    /** By which the member signed in. */
    identity: nullable(object(signInIdentity)),
    /** SHA-256 of the folded userName and emails. */
    nameHashes: listOf(text),
    removedAt: date,
  },
  [
    { keys: { orgId: 1, accountId: 1 } },
    { keys: { accountId: 1 }, partial: { accountId: { $type: 'string' } } },
    { keys: { orgId: 1, externalId: 1 } },
    { keys: { orgId: 1, 'identity.subject': 1 } },
    { keys: { orgId: 1, nameHashes: 1 } },
  ],
);

export type TombstoneDocument = DocumentOf<typeof tombstones>;

/** The form in which a userName or email is kept after removal. */
export function nameHash(name: string): string {
  return createHash('sha256').update(foldName(name)).digest('base64url');
}
