/** SCIM tokens that evaluation mode hands out at its start; the deployment's first real start ends them. */
import { tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import { scimTokens } from '../../model/scim-token.ts';
import { operate } from '../../operation/operate.ts';
import { createScimToken } from './scim-tokens.ts';

const lifetimeMs = 30 * 86_400_000;

/** A new token for 30 days. @returns its secret */
export async function issueEvaluationToken(orgId: string, description: string): Promise<string> {
  const expiresAt = new Date(now().getTime() + lifetimeMs);
  return (await createScimToken(systemContext, orgId, { description, scopes: ['read', 'write'], expiresAt })).secret;
}

/** All of them, as what to find. Nothing else makes tokens in the system's own name, save `BOOTSTRAP_SCIM_TOKEN`. */
export const evaluationTokens = [scimTokens, { 'createdBy.type': 'system', bootstrap: false }] as const;

/** Ends all of them. */
export function revokeEvaluationTokens(orgId: string): Promise<void> {
  return operate(orgId, systemContext, {
    load: () => tenant(orgId).find(...evaluationTokens),
    decide: (tokens, draft) => {
      for (const { _id } of tokens.filter(({ revokedAt }) => revokedAt === null)) {
        draft.update(scimTokens, _id, { revokedAt: draft.now }, { revokedAt: null });
        draft.event({ type: 'scim_token.revoked', subject: { tokenId: _id } });
      }
    },
  });
}
