/** Service keys: an organization's own, for its programs. They act as an admin of it and belong to nobody. */

import { newId } from '../../../storage/collection.ts';
import type { Filter } from '../../../storage/query.ts';
import { system } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { hashSecret, newSecret } from '../../kernel/secret.ts';
import { type ApiTokenDocument, apiTokens, keyNotFound, type NewApiToken } from '../../model/api-token.ts';
import { operate } from '../../operation/operate.ts';

const ofOrganization = (orgId: string): Filter<ApiTokenDocument> => ({ kind: 'service', orgId, revokedAt: null });

/** The organization's service keys that are not revoked, newest first. */
export function listServiceKeys(orgId: string): Promise<ApiTokenDocument[]> {
  return system('credentials').find(apiTokens, ofOrganization(orgId), { sort: { _id: -1 } });
}

/** A service key that is not revoked. @throws DomainError not_found */
export async function getServiceKey(orgId: string, tokenId: string): Promise<ApiTokenDocument> {
  const token = await system('credentials').findOne(apiTokens, { ...ofOrganization(orgId), _id: tokenId });
  if (!token) throw keyNotFound();
  return token;
}

/** Creates a service key; its secret is in the answer and nowhere else. */
export function createServiceKey(
  context: Context,
  orgId: string,
  order: NewApiToken,
): Promise<{ token: ApiTokenDocument; secret: string }> {
  const secret = newSecret('usher_key');
  return operate(orgId, context, {
    secretResult: true,
    load: async () => null,
    decide: (_, draft) => {
      const token: ApiTokenDocument = {
        _id: newId(),
        kind: 'service',
        orgId,
        accountId: null,
        connectionId: null,
        hash: hashSecret(secret),
        ...order,
        createdAt: draft.now,
        lastUsedAt: null,
        revokedAt: null,
      };
      draft.insert(apiTokens, token);
      const { description, scopes } = order;
      draft.event({ type: 'api_key.created', subject: { tokenId: token._id }, after: { description, scopes } });
      return { token, secret };
    },
  });
}

/** Ends a service key at once. @throws DomainError not_found */
export function revokeServiceKey(context: Context, orgId: string, tokenId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => getServiceKey(orgId, tokenId),
    decide: ({ description }, draft) => {
      draft.update(apiTokens, tokenId, { revokedAt: draft.now }, { revokedAt: null });
      draft.event({ type: 'api_key.revoked', subject: { tokenId }, before: { description } });
    },
  });
}
