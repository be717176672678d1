/**
 * Keys with which Usher signs, made when they are first needed. One of a connection shows its provider who Usher is without a client
 * secret (`private_key_jwt`, OpenID Connect Core 1.0 section 9); `GET /auth/jwks/:connectionId` has its public half. One of an
 * organization signs what it tells in security event tokens; `GET /scim/jwks/:organizationId` has its public half.
 */
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { newId } from '../../../storage/collection.ts';
import { type ClientKeyDocument, findClientKey, keepClientKey } from '../../model/client-key.ts';
import type { SecretBox } from '../../model/secret-box.ts';

export const signingAlgorithm = 'ES256';

/** The key of one connection, or of an organization. */
export type SigningKey = {
  readonly sign: () => Promise<{ readonly key: CryptoKey; readonly kid: string }>;
  /** What others verify it by (RFC 7517). */
  readonly publicKeys: () => Promise<{ readonly keys: readonly object[] }>;
};

/** @param id of the connection, or of the organization itself */
export function signingKeyOf(orgId: string, id: string, secretBox: SecretBox): SigningKey {
  const stored = async () => (await findClientKey(id)) ?? keepClientKey(await newKey());
  const newKey = async (): Promise<ClientKeyDocument> => {
    const { publicKey, privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
    const [publicJwk, privateJwk] = await Promise.all([exportJWK(publicKey), exportJWK(privateKey)]);
    const sealed = secretBox.seal(JSON.stringify(privateJwk));
    return { _id: id, orgId, kid: newId(), publicJwk: { ...publicJwk }, privateJwk: sealed };
  };
  return {
    sign: async () => {
      const { kid, privateJwk } = await stored();
      const key = (await importJWK(JSON.parse(secretBox.open(privateJwk)) as JWK, signingAlgorithm)) as CryptoKey;
      return { key, kid };
    },
    publicKeys: async () => {
      const { kid, publicJwk } = await stored();
      return { keys: [{ ...publicJwk, kid, alg: signingAlgorithm, use: 'sig' }] };
    },
  };
}
