/** SCIM clients as admins make, rotate and revoke them. */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { hashSecret, newSecret } from '../../kernel/secret.ts';
import { limits } from '../../model/limits.ts';
import { getOrganization } from '../../model/organization.ts';
import {
  getScimClient,
  type KeySet,
  type ScimClientDocument,
  scimAccessTokens,
  scimClients,
  stillGood,
} from '../../model/scim-client.ts';
import { operate } from '../../operation/operate.ts';
import { type Issuer, requireWithin } from './key-bounds.ts';

export type NewScimClient = Pick<
  ScimClientDocument,
  'description' | 'scopes' | 'strict' | 'authentication' | 'expiresAt'
> & {
  /** Of a client with a private key: its public keys, or where they are. */
  readonly jwks: KeySet | null;
  readonly jwksUri: string | null;
};

/** A stored client, with its secret where it has one, which is known only now. */
export type IssuedScimClient = { readonly client: ScimClientDocument; readonly secret: string | null };

/** @throws DomainError not_found, forbidden for a personal organization, conflict/too_many */
export function createScimClient(context: Context, orgId: string, order: NewScimClient): Promise<IssuedScimClient> {
  const { jwks, jwksUri, ...told } = order;
  const secret = order.authentication === 'client_secret' ? newSecret('usher_scim_client') : null;
  const clientId = newId();
  return operate(orgId, context, {
    secretResult: true,
    load: async () => ({
      organization: await getOrganization(orgId),
      present: await tenant(orgId).count(scimClients, { revokedAt: null }),
    }),
    decide: ({ organization: { kind }, present }, draft) => {
      if (kind === 'personal')
        throw new DomainError('forbidden', 'personal_organization', 'A personal organization has no provisioning.');
      if (present >= limits.scimClients)
        throw new DomainError(
          'conflict',
          'too_many',
          `An organization has at most ${limits.scimClients} SCIM clients.`,
        );
      const client: ScimClientDocument = {
        ...told,
        _id: clientId,
        orgId,
        secrets: secret === null ? [] : [{ hash: hashSecret(secret), endsAt: null }],
        keySets: jwks === null ? [] : [{ jwks, endsAt: null }],
        jwksUri,
        createdAt: draft.now,
        createdBy: context.actor,
        lastUsedAt: null,
        revokedAt: null,
      };
      draft.insert(scimClients, client);
      const { description, scopes, strict, authentication } = client;
      draft.event({
        type: 'scim_client.created',
        subject: { tokenId: clientId },
        after: { description, scopes, strict, authentication, ...(jwksUri === null ? {} : { jwksUri }) },
      });
      return { client, secret };
    },
  });
}

/**
 * A new secret, or new public keys, beside the present ones, which work on for `overlapSeconds`. The client's id stays.
 * @param jwks of a client whose public keys are kept here
 * @throws DomainError not_found, invalid/keys_required, invalid/keys_elsewhere, forbidden when it would not be within `issuer`
 */
export function rotateScimClient(
  context: Context,
  orgId: string,
  clientId: string,
  { overlapSeconds, jwks }: { readonly overlapSeconds: number; readonly jwks: KeySet | null },
  issuer: Issuer = null,
): Promise<IssuedScimClient> {
  const fresh = newSecret('usher_scim_client');
  return operate(orgId, context, {
    secretResult: true,
    load: () => getScimClient(orgId, clientId),
    decide: (client, draft) => {
      requireWithin(issuer, client);
      const hasSecret = client.authentication === 'client_secret';
      if (client.jwksUri !== null || (hasSecret && jwks !== null))
        throw new DomainError('invalid', 'keys_elsewhere', 'This client keeps no keys here: leave jwks out.', '/jwks');
      if (!hasSecret && jwks === null)
        throw new DomainError('invalid', 'keys_required', 'Send the new public keys of this client.', '/jwks');
      const end = new Date(draft.now.getTime() + overlapSeconds * 1_000);
      const ending = <T extends { endsAt: Date | null }>(all: readonly T[]) =>
        stillGood(all, draft.now).map((one) => ({
          ...one,
          endsAt: one.endsAt !== null && one.endsAt < end ? one.endsAt : end,
        }));
      const secrets = hasSecret
        ? [...ending(client.secrets), { hash: hashSecret(fresh), endsAt: null }]
        : client.secrets;
      const keySets = jwks === null ? client.keySets : [...ending(client.keySets), { jwks, endsAt: null }];
      draft.update(
        scimClients,
        clientId,
        { secrets, keySets },
        { revokedAt: null, secrets: client.secrets, keySets: client.keySets },
      );
      const { description } = client;
      draft.event({
        type: 'scim_client.rotated',
        subject: { tokenId: clientId },
        after: { description, oldEndsAt: end },
      });
      return { client: { ...client, secrets, keySets }, secret: hasSecret ? fresh : null };
    },
  });
}

/** Ends a client and all that it was given at once, on every node. @throws DomainError not_found */
export function revokeScimClient(context: Context, orgId: string, clientId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => getScimClient(orgId, clientId),
    decide: ({ description }, draft) => {
      draft.update(scimClients, clientId, { revokedAt: draft.now }, { revokedAt: null });
      draft.deleteAll(scimAccessTokens, { clientId });
      draft.event({ type: 'scim_client.revoked', subject: { tokenId: clientId }, before: { description } });
    },
  });
}
