/**
 * How Usher shows a provider who it is without a client secret (`private_key_jwt`, OpenID Connect Core 1.0 section 9): by a key of
 * the connection's own, made when it is first needed. `GET /auth/jwks/:connectionId` has its public half.
 */
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { type ClientKeyDocument, findClientKey, keepClientKey } from '../domain/model/client-key.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';
import { newId } from '../storage/collection.ts';

const algorithm = 'ES256';

/** The key of one connection. */
export type ClientKey = {
  readonly sign: () => Promise<{ readonly key: CryptoKey; readonly kid: string }>;
  /** What the provider verifies it by (RFC 7517). */
  readonly publicKeys: () => Promise<{ readonly keys: readonly object[] }>;
};

export function clientKeyOf(orgId: string, connectionId: string, secretBox: SecretBox): ClientKey {
  const stored = async () => (await findClientKey(connectionId)) ?? keepClientKey(await newKey());
  const newKey = async (): Promise<ClientKeyDocument> => {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
    const [publicJwk, privateJwk] = await Promise.all([exportJWK(publicKey), exportJWK(privateKey)]);
    const sealed = secretBox.seal(JSON.stringify(privateJwk));
    return { _id: connectionId, orgId, kid: newId(), publicJwk: { ...publicJwk }, privateJwk: sealed };
  };
  return {
    sign: async () => {
      const { kid, privateJwk } = await stored();
      const key = (await importJWK(JSON.parse(secretBox.open(privateJwk)) as JWK, algorithm)) as CryptoKey;
      return { key, kid };
    },
    publicKeys: async () => {
      const { kid, publicJwk } = await stored();
      return { keys: [{ ...publicJwk, kid, alg: algorithm, use: 'sig' }] };
    },
  };
}
