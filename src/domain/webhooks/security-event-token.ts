/**
 * Events as signed security event tokens (RFC 8417) in the words of SCIM (RFC 9967). Signed by a key of the organization, so that no
 * other organization can say anything in its name.
 */
import { SignJWT } from 'jose';
import { signingAlgorithm, signingKeyOf } from '../administration/keys/signing-key.ts';
import type { SealedEvent } from '../model/event.ts';
import type { SecretBox } from '../model/secret-box.ts';
import { resourceOf, type ScimEvent, scimEventOf, scimEventUris } from './scim-event.ts';

/** Of the Shared Signals Framework 1.0, section 8.1.4: what a receiver is tried with. */
const verification = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

/** By what a receiver knows the tokens of an organization, and what it verifies them by. */
export function issuerOf(publicUrl: string, orgId: string): { readonly issuer: string; readonly jwksUri: string } {
  return { issuer: `${publicUrl}/organizations/${orgId}`, jwksUri: `${publicUrl}/scim/jwks/${orgId}` };
}

/** The audience of the tokens in the feed. */
export function feedAudience(publicUrl: string, orgId: string): string {
  return `${publicUrl}/api/v1/organizations/${orgId}/events`;
}

type Claims = { readonly jti: string; readonly audience: string; readonly issuedAt: Date };

export type TokenWriter = {
  /** Null for an event for which SCIM has no word. Written again it says the same, but for the present name of the resource. */
  readonly eventToken: (event: SealedEvent, claims: Claims) => Promise<string | null>;
  /** @param about what is verified */
  readonly verificationToken: (about: string, claims: Claims) => Promise<string>;
};

export function tokenWriter(orgId: string, secretBox: SecretBox, publicUrl: string): TokenWriter {
  const signing = signingKeyOf(orgId, orgId, secretBox).sign;
  const { issuer } = issuerOf(publicUrl, orgId);
  let loaded: ReturnType<typeof signing> | undefined;
  const write = async (content: object, { jti, audience, issuedAt }: Claims): Promise<string> => {
    loaded ??= signing();
    const { key, kid } = await loaded;
    return new SignJWT({ ...content })
      .setProtectedHeader({ alg: signingAlgorithm, typ: 'secevent+jwt', kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setJti(jti)
      .setIssuedAt(issuedAt)
      .sign(key);
  };
  return {
    eventToken: async (event, claims) => {
      const told = scimEventOf(event);
      return told && write(await contentOf(orgId, told, event), claims);
    },
    verificationToken: (about, claims) =>
      write({ sub_id: { format: 'opaque', id: about }, events: { [verification]: { state: claims.jti } } }, claims),
  };
}

async function contentOf(orgId: string, told: ScimEvent, { at, operationId }: SealedEvent) {
  const present = told.kind === 'deleted' ? null : await resourceOf(orgId, told);
  const path = told.resource === 'User' ? 'Users' : 'Groups';
  const externalId = present?.externalId ?? null;
  return {
    sub_id: { format: 'scim', uri: `/${path}/${told.id}`, ...(externalId === null ? {} : { externalId }) },
    txn: operationId,
    toe: Math.floor(at.getTime() / 1_000),
    events: { [scimEventUris[told.kind]]: payloadOf(told, present?.attributes ?? ['id']) },
  };
}

/** What is created says which attributes it has. */
function payloadOf({ kind, attributes }: ScimEvent, present: readonly string[]): object {
  if (kind === 'created') return { attributes: present };
  return kind === 'changed' ? { attributes } : {};
}
