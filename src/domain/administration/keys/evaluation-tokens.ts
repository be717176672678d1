/** The SCIM token and the API key that evaluation mode hands out at its start; the deployment's first real start ends them. */
import { system, tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import { apiTokens } from '../../model/api-token.ts';
import { scimTokens } from '../../model/scim-token.ts';
import { operate } from '../../operation/operate.ts';
import { createScimToken } from './scim-tokens.ts';
import { createServiceKey } from './service-key.ts';

const lifetimeMs = 30 * 86_400_000;

/** A new token for 30 days. @returns its secret */
export async function issueEvaluationToken(orgId: string, description: string): Promise<string> {
  return (await createScimToken(systemContext, orgId, { description, ...bounds() })).secret;
}

/** A new service key for 30 days. @returns its secret */
export async function issueEvaluationKey(orgId: string, description: string): Promise<string> {
  return (await createServiceKey(systemContext, orgId, { description, ...bounds(), evaluation: true })).secret;
}

function bounds() {
  return { scopes: ['read' as const, 'write' as const], expiresAt: new Date(now().getTime() + lifetimeMs) };
}

/** All SCIM tokens of these, as what to find. Nothing else makes tokens in the system's own name, save `BOOTSTRAP_SCIM_TOKEN`. */
export const evaluationTokens = [scimTokens, { 'createdBy.type': 'system', bootstrap: false }] as const;

/** Ends all of them, tokens and keys. */
export function revokeEvaluationSecrets(orgId: string): Promise<void> {
  return operate(orgId, systemContext, {
    load: () =>
      Promise.all([
        tenant(orgId).find(...evaluationTokens),
        system('credentials').find(apiTokens, { kind: 'service', orgId, evaluation: true, revokedAt: null }),
      ]),
    decide: ([tokens, keys], draft) => {
      for (const { _id } of tokens.filter(({ revokedAt }) => revokedAt === null)) {
        draft.update(scimTokens, _id, { revokedAt: draft.now }, { revokedAt: null });
        draft.event({ type: 'scim_token.revoked', subject: { tokenId: _id } });
      }
      for (const { _id } of keys) {
        draft.update(apiTokens, _id, { revokedAt: draft.now }, { revokedAt: null });
        draft.event({ type: 'api_key.revoked', subject: { tokenId: _id } });
      }
    },
  });
}
