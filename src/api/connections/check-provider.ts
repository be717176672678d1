/** Asks the provider of a connection all that can be known of it without somebody signing in. */
import { importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { askJson, reasonOf } from '../../http/ask.ts';
import { type Outbound, OutboundFailed } from '../../http/outbound.ts';

type StepName = 'address' | 'discovery' | 'issuer' | 'endpoints' | 'algorithms' | 'keys';
export type CheckStep = { readonly step: StepName; readonly ok: boolean; readonly detail: string };

const metadataSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  jwks_uri: z.string().optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
});

const asymmetric = /^(?:(?:RS|PS|ES)\d{3}|Ed(?:DSA|25519)|ML-DSA-\d\d)$/;

/**
 * The steps in order, up to the first that fails. Nothing the provider sends is repeated at length.
 * @param tell hears what the admin does not: why the provider could not be reached
 */
export async function checkProvider(
  outbound: Outbound,
  issuer: string,
  tell: (reason: string) => void,
): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  const step = async <T>(name: StepName, run: () => Promise<{ detail: string; value: T }>): Promise<T> => {
    try {
      const { detail, value } = await run();
      steps.push({ step: name, ok: true, detail });
      return value;
    } catch (error) {
      if (error instanceof OutboundFailed) tell(error.reason);
      steps.push({ step: name, ok: false, detail: reasonOf(error).slice(0, 300) });
      throw new StepFailed();
    }
  };
  try {
    await step('address', async () => {
      const fault = outbound.faultOf(issuer);
      if (fault !== null) throw new Error(fault);
      return { detail: `${issuer} may be asked.`, value: null };
    });
    const metadata = await step('discovery', async () => {
      const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const parsed = metadataSchema.safeParse(await askJson(outbound, url));
      if (!parsed.success) throw new Error(`${url} is not the metadata of an OpenID provider.`);
      return { detail: `${url} answers.`, value: parsed.data };
    });
    await step('issuer', async () => {
      if (metadata.issuer !== issuer)
        throw new Error(`The provider calls itself "${metadata.issuer}": enter exactly that, to the last slash.`);
      return { detail: 'The provider calls itself by the same name.', value: null };
    });
    const jwksUri = await step('endpoints', async () => {
      const names = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
      for (const name of names) {
        const url = metadata[name];
        if (url === undefined) throw new Error(`The metadata has no ${name}.`);
        const fault = outbound.faultOf(url);
        if (fault !== null) throw new Error(`${name}: ${fault}`);
      }
      return { detail: `It has ${names.join(', ')}.`, value: metadata.jwks_uri as string };
    });
    await step('algorithms', async () => {
      const offered = metadata.id_token_signing_alg_values_supported ?? ['RS256'];
      const usable = offered.filter((name) => asymmetric.test(name));
      if (usable.length === 0) throw new Error('It signs ID tokens by none of the asymmetric algorithms.');
      return { detail: `It signs ID tokens with ${usable.join(', ')}.`, value: null };
    });
    await step('keys', async () => {
      const parsed = z.looseObject({ keys: z.array(z.looseObject({})) }).safeParse(await askJson(outbound, jwksUri));
      if (!parsed.success) throw new Error('The key set is malformed.');
      const signing = parsed.data.keys.filter(({ use }) => use === undefined || use === 'sig') as JWK[];
      const readable = await Promise.allSettled(signing.map((key) => importJWK(key, key.alg ?? usualAlgorithm(key))));
      const usable = readable.filter(({ status }) => status === 'fulfilled').length;
      if (usable === 0) throw new Error('The key set holds no key that can verify a signature.');
      return { detail: `The key set holds ${usable} usable ${usable === 1 ? 'key' : 'keys'}.`, value: null };
    });
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  }
  return steps;
}

class StepFailed extends Error {}

const usualAlgorithm = ({ kty }: JWK) => (kty === 'EC' ? 'ES256' : kty === 'OKP' ? 'EdDSA' : 'RS256');
