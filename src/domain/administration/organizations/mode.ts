/**
 * In which modes a database was ever used. Evaluation mode lets anybody sign in as a demo person, so it never starts on
 * data of real people, and what it has let in comes into production only by the operator's word (case 105).
 */
import { system, tenant } from '../../../storage/tenant.ts';
import { systemContext } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { identities } from '../../model/account.ts';
import { type DeploymentDocument, deployment, deploymentId, getDeployment, type Mode } from '../../model/deployment.ts';
import { operate } from '../../operation/operate.ts';
import { evaluationTokens } from '../keys/evaluation-tokens.ts';

/** The issuer of whoever signed in at the demo provider, whatever address that had. */
export const demoIssuer = 'demo';

/**
 * Remembers that the deployment is used in this mode from now on.
 * @param evaluationDataAllowed the operator wants data of evaluation mode in the other one
 * @throws DomainError conflict/used_otherwise with what to do; then nothing has been changed
 */
export function enterMode(mode: Mode, evaluationDataAllowed: boolean): Promise<void> {
  return operate(null, systemContext, {
    load: async () => {
      const stored = await getDeployment();
      return { stored, used: stored.modes ?? (await modesSeenIn(stored)) };
    },
    decide: ({ stored, used }, draft) => {
      if (mode === 'evaluation' && used.includes('configured')) throw usedForReal();
      const isNew = !used.includes('configured');
      if (mode === 'configured' && isNew && used.includes('evaluation') && !evaluationDataAllowed)
        throw usedToEvaluate();
      const modes = [...new Set([...used, mode])];
      const isKnown = stored.modes?.length === modes.length;
      if (!isKnown) draft.update(deployment, deploymentId, { modes }, { modes: stored.modes ?? null });
    },
  });
}

/** What tells it of a database that was used before modes were remembered: without a trace of an evaluation it was for real. */
async function modesSeenIn({ defaultOrgId, demoAdminInvited }: DeploymentDocument): Promise<Mode[]> {
  const [tokens, demoPerson, realPerson] = await Promise.all([
    tenant(defaultOrgId).find(...evaluationTokens),
    system('sign-in').findOne(identities, { issuer: demoIssuer }),
    system('sign-in').findOne(identities, { issuer: { $ne: demoIssuer } }),
  ]);
  const evaluated = demoAdminInvited || tokens.length > 0 || demoPerson !== null;
  if (!evaluated) return ['configured'];
  // The first real start ended all tokens of the evaluation.
  const ended = tokens.length > 0 && tokens.every(({ revokedAt }) => revokedAt !== null);
  return realPerson !== null || ended ? ['evaluation', 'configured'] : ['evaluation'];
}

function usedForReal(): DomainError {
  return new DomainError(
    'conflict',
    'used_otherwise',
    'this database has been used for real, and evaluation mode would let anybody in. Set the variables of your sign-in (OAUTH_ISSUER_URL, OAUTH_CLIENT_ID and OAUTH_CLIENT_SECRET, or AUTH_TYPE=basic), or evaluate with an empty DATA_DIR and without MONGODB_URI.',
  );
}

function usedToEvaluate(): DomainError {
  return new DomainError(
    'conflict',
    'used_otherwise',
    'this database has been used in evaluation mode, so the demo people and their roles are in it. Start with an empty DATA_DIR or another MONGODB_URI; or set ALLOW_EVALUATION_DATA=true to keep the data and to revoke the SCIM tokens and API keys that evaluation mode printed.',
  );
}
