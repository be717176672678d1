/**
 * `BOOTSTRAP_SCIM_TOKEN` and `BOOTSTRAP_API_KEY`: secrets that the operator gives at the start. A changed value replaces
 * the one before, also when it changes back; a token that was revoked stays so. Safe from several processes at once.
 */
import { type Collection, newId } from '../../../storage/collection.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { systemContext } from '../../kernel/context.ts';
import { hashSecret } from '../../kernel/secret.ts';
import { type ApiTokenDocument, apiTokens } from '../../model/api-token.ts';
import { scimTokens } from '../../model/scim-token.ts';
import { type Draft, operate } from '../../operation/operate.ts';
import { newToken } from './scim-tokens.ts';

/** Keeps the organization's SCIM token of this start. */
export function keepScimToken(orgId: string, secret: string): Promise<void> {
  return operate(orgId, systemContext, {
    load: () => tenant(orgId).find(scimTokens, { bootstrap: true }),
    decide: (present, draft) => {
      if (!replaceOthers(draft, scimTokens, present, secret)) return;
      const order = {
        description: 'BOOTSTRAP_SCIM_TOKEN',
        scopes: ['read' as const, 'write' as const],
        expiresAt: null,
      };
      const token = { ...newToken(orgId, order, secret, systemContext.actor, draft.now), bootstrap: true };
      draft.insert(scimTokens, token);
      draft.event({
        type: 'scim_token.created',
        subject: { tokenId: token._id },
        after: { description: token.description },
      });
    },
  });
}

/** Keeps the deployment key of this start. */
export function keepDeploymentKey(secret: string): Promise<void> {
  return operate(null, systemContext, {
    load: () => system('credentials').find(apiTokens, { kind: 'deployment' }),
    decide: (present, draft) => {
      if (!replaceOthers(draft, apiTokens, present, secret)) return;
      const token: ApiTokenDocument = {
        _id: newId(),
        kind: 'deployment',
        orgId: null,
        accountId: null,
        connectionId: null,
        hash: hashSecret(secret),
        description: 'BOOTSTRAP_API_KEY',
        scopes: ['read', 'write'],
        createdAt: draft.now,
        expiresAt: null,
        lastUsedAt: null,
        revokedAt: null,
      };
      draft.insert(apiTokens, token);
    },
  });
}

type Kept = { _id: string; hash: string; createdAt: Date; revokedAt: Date | null };

/**
 * Drafts the end of what other values made.
 * @returns whether a row is to be made for this value: it is new, or another start had replaced it
 */
function replaceOthers(
  draft: Draft,
  collection: Collection<unknown>,
  present: readonly Kept[],
  secret: string,
): boolean {
  const rows = collection as Collection<Kept>;
  const hash = hashSecret(secret);
  const same = present.find((row) => row.hash === hash);
  if (same?.revokedAt === null) return false;
  for (const row of present)
    if (row.hash !== hash && row.revokedAt === null)
      draft.update(rows, row._id, { revokedAt: draft.now }, { revokedAt: null });
  if (!same) return true;
  // Replaced at the very time at which its successor was made; anything else was somebody's decision.
  const replaced = present.some(({ createdAt }) => createdAt.getTime() === same.revokedAt?.getTime());
  if (replaced) draft.delete(rows, same._id, { revokedAt: same.revokedAt });
  return replaced;
}
