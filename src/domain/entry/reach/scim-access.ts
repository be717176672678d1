/** Access tokens of SCIM clients: who may have one, and the one that is given (RFC 6749 section 4.4). */
import { newId } from '../../../storage/collection.ts';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { hashSecret, newSecret } from '../../kernel/secret.ts';
import { organizations } from '../../model/organization.ts';
import { isClientOver, type ScimClientDocument, scimAccessTokens, scimClients } from '../../model/scim-client.ts';
import type { ScimScope } from '../../model/scim-token.ts';

/** Short, since a token that leaks is good for so long; long enough that a sync asks for few. */
const lifeMs = 600_000;

const credentials = system('credentials');

export type IssuedAccess = { readonly token: string; readonly expiresInSeconds: number };

/** The client that may have tokens, of a living organization; null: there is none of this id. */
export async function findScimClient(clientId: string): Promise<ScimClientDocument | null> {
  const client = await credentials.findOne(scimClients, { _id: clientId });
  if (!client || isClientOver(client, now())) return null;
  const isLiving = (await system('deployment').findOne(organizations, { _id: client.orgId })) !== null;
  return isLiving ? client : null;
}

/** A new token with these scopes, which are the client's or fewer. It ends with its client. */
export async function issueScimAccess(
  { _id: clientId, orgId, expiresAt: clientEnds }: ScimClientDocument,
  scopes: readonly ScimScope[],
): Promise<IssuedAccess> {
  const token = newSecret('usher_scim_access');
  const at = now();
  const end = new Date(at.getTime() + lifeMs);
  const expiresAt = clientEnds !== null && clientEnds < end ? clientEnds : end;
  await credentials.insertOne(scimAccessTokens, {
    _id: newId(),
    orgId,
    hash: hashSecret(token),
    clientId,
    scopes: [...scopes],
    expiresAt,
  });
  await credentials.updateOne(scimClients, { _id: clientId }, { $set: { lastUsedAt: at } });
  return { token, expiresInSeconds: Math.floor((expiresAt.getTime() - at.getTime()) / 1_000) };
}
