/** The OAuth clients of identity providers: they get short-lived tokens for SCIM, instead of one that lasts. */
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { requireWithin } from '../../domain/administration/keys/key-bounds.ts';
import { createScimClient, revokeScimClient, rotateScimClient } from '../../domain/administration/keys/scim-clients.ts';
import {
  clientAuthentications,
  getScimClient,
  listScimClients,
  type ScimClientDocument,
} from '../../domain/model/scim-client.ts';
import { outbound } from '../../http/outbound.ts';
import { asymmetricAlgorithms } from '../../http/remote-keys.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { ApiError } from '../http/api-error.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { issuerOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  exampleIds,
  exampleTime,
  idOf,
  itemParams,
  organizationParams,
  rotationOrder,
} from '../http/shared-schemas.ts';
import { exampleSecret, strictly, tokenFields, tokenOrder } from '../keys/key-schemas.ts';

const shared = { needs: 'provisioning:manage', tag: 'Provisioning' } as const;
const ofAll = { ...shared, path: '/organizations/{org}/scim/clients', params: organizationParams };
const ofOne = { ...shared, path: `${ofAll.path}/{id}`, params: itemParams('scimClient') };

const exampleKey = { kty: 'OKP', crv: 'Ed25519', kid: '2026-01', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

const jwks = z
  .object({
    keys: z
      .array(z.looseObject({ kty: z.string().meta({ description: '`RSA`, `EC` or `OKP`', examples: ['OKP'] }) }))
      .min(1)
      .max(20)
      .meta({ description: 'Each in the form of RFC 7517', examples: [[exampleKey]] }),
  })
  .refine(({ keys }) => keys.every((key) => !('d' in key) && !('k' in key)), 'Send public keys only')
  .meta({ description: 'Public keys (RFC 7517)', examples: [{ keys: [exampleKey] }] });

const authentication = {
  description:
    'By what it shows who it is: `client_secret` (by HTTP Basic or in the form), or `private_key_jwt` (RFC 7523), a JWT signed by a key of its own',
  examples: ['client_secret'],
};
const jwksUri = {
  description: 'Where its public keys are; null: they are kept here, or it has none',
  examples: [null],
};

const clientOrder = tokenOrder
  .extend({
    description: tokenOrder.shape.description.meta({ examples: ['Entra ID'] }),
    strict: z.boolean().default(false).meta(strictly),
    authentication: z.enum(clientAuthentications).default('client_secret').meta(authentication),
    jwks: jwks.nullable().default(null).meta({ description: 'Its public keys, where they are kept here' }),
    jwksUri: z
      .url({ protocol: /^https?$/ })
      .max(1_000)
      .nullable()
      .default(null)
      .meta(jwksUri),
  })
  .refine(
    (order) =>
      [order.jwks, order.jwksUri].filter(Boolean).length === (order.authentication === 'client_secret' ? 0 : 1),
    'private_key_jwt needs either jwks or jwksUri, client_secret neither',
  )
  .meta({ id: 'NewScimClient', description: 'An OAuth client to make' });

const clientRotation = z
  .strictObject({
    overlapSeconds: rotationOrder.unwrap().shape.overlapSeconds,
    jwks: jwks.nullable().default(null).meta({ description: 'Of a client whose keys are kept here: the new ones' }),
  })
  .prefault({});

const { token: _, ...told } = tokenFields;
const exampleClient = {
  id: exampleIds.scimClient,
  description: 'Entra ID',
  scopes: ['read', 'write'],
  strict: false,
  authentication: 'client_secret',
  jwksUri: null,
  tokenUrl: 'https://usher.acme.example/oauth/token',
  createdAt: exampleTime,
  expiresAt: null,
  lastUsedAt: null,
};

const clientSchema = z
  .object({
    ...told,
    id: idOf('scimClient').meta({ description: 'The `client_id`' }),
    strict: z.boolean().meta(strictly),
    authentication: z.enum(clientAuthentications).meta(authentication),
    jwksUri: z.string().nullable().meta(jwksUri),
    tokenUrl: z
      .string()
      .meta({ description: 'Where it gets access tokens', examples: ['https://usher.acme.example/oauth/token'] }),
    clientSecret: z
      .string()
      .optional()
      .meta({
        description: 'The `client_secret`: only in the answer that creates or rotates it',
        examples: [exampleSecret('usher_scim_client')],
      }),
  })
  .meta({
    id: 'ScimClient',
    description: 'An OAuth client that gets access tokens for SCIM',
    examples: [exampleClient],
  });
const exampleMade = { ...exampleClient, clientSecret: exampleSecret('usher_scim_client') };

export function scimClientRoutes({ publicUrl, outboundAllowedHosts }: ApiConfig): Route[] {
  const outside = outbound(outboundAllowedHosts);
  const toClient = (client: ScimClientDocument, secret: string | null = null) => ({
    id: client._id,
    description: client.description,
    scopes: client.scopes,
    strict: client.strict,
    authentication: client.authentication,
    jwksUri: client.jwksUri,
    tokenUrl: `${publicUrl}/oauth/token`,
    createdAt: client.createdAt.toISOString(),
    expiresAt: client.expiresAt?.toISOString() ?? null,
    lastUsedAt: client.lastUsedAt?.toISOString() ?? null,
    ...(secret === null ? {} : { clientSecret: secret }),
  });

  return [
    route({
      ...ofAll,
      method: 'get',
      summary: 'List the OAuth clients for SCIM that are not revoked, newest first',
      query: pageQuery,
      responses: { 200: pageOf(clientSchema) },
      handle: async ({ params: { org }, query }) => {
        const { items, nextCursor } = pageOfAll(
          `scim-clients/${org}`,
          await listScimClients(org),
          query,
          'newest first',
        );
        return { status: 200, body: { items: items.map((client) => toClient(client)), nextCursor } };
      },
    }),
    route({
      ...ofAll,
      method: 'post',
      summary: 'Create an OAuth client for SCIM; its secret is in this answer only',
      body: clientOrder,
      responses: { 201: clientSchema },
      examples: { 201: exampleMade },
      handle: async ({ caller, context, params: { org }, body }) => {
        requireWithin(issuerOf(caller), body);
        await requireKeys(body.jwks);
        if (body.jwksUri !== null) requireReachable(body.jwksUri);
        const { client, secret } = await createScimClient(context, org, body);
        return { status: 201, body: toClient(client, secret) };
      },
    }),
    route({
      ...ofOne,
      method: 'get',
      summary: 'Read an OAuth client for SCIM, without its secret',
      responses: { 200: clientSchema },
      handle: async ({ params: { org, id } }) => ({ status: 200, body: toClient(await getScimClient(org, id)) }),
    }),
    route({
      ...ofOne,
      method: 'delete',
      summary: 'Revoke an OAuth client for SCIM; it and its access tokens end at once',
      responses: { 204: null },
      handle: async ({ context, params: { org, id } }) => {
        await revokeScimClient(context, org, id);
        return { status: 204 };
      },
    }),
    route({
      ...ofOne,
      method: 'post',
      path: `${ofOne.path}/rotate`,
      summary: 'Give an OAuth client for SCIM a new secret or new keys; the old ones work on for the overlap',
      body: clientRotation,
      responses: { 200: clientSchema },
      examples: { 200: exampleMade },
      handle: async ({ caller, context, params: { org, id }, body }) => {
        await requireKeys(body.jwks);
        const { client, secret } = await rotateScimClient(context, org, id, body, issuerOf(caller));
        return { status: 200, body: toClient(client, secret) };
      },
    }),
  ];

  /** Case 81: said at once where it can be seen in the address; names are checked whenever they are asked. */
  function requireReachable(address: string): void {
    const detail = outside.faultOf(address);
    if (detail === null) return;
    throw new ApiError(400, 'address_refused', detail, { errors: [{ in: 'body', pointer: '#/jwksUri', detail }] });
  }
}

/** Each of them can verify a signature. */
async function requireKeys(given: z.output<typeof jwks> | null): Promise<void> {
  for (const [index, key] of (given?.keys ?? []).entries()) {
    const algorithm = algorithmOf(key as JWK);
    const readable = algorithm !== null && (await importJWK(key as JWK, algorithm).catch(() => null));
    if (readable && !isTooShort(readable)) continue;
    const detail = 'This is no public key by which a signature can be verified; one of RSA has 2,048 bits or more.';
    throw new ApiError(400, 'invalid_input', detail, {
      errors: [{ in: 'body', pointer: `#/jwks/keys/${index}`, detail }],
    });
  }
}

/** One that it may sign by; null: there is none. */
function algorithmOf({ kty, crv, alg, use = 'sig' }: JWK): string | null {
  const usual: Record<string, string> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512', Ed25519: 'EdDSA' };
  const found = alg ?? (kty === 'RSA' ? 'RS256' : usual[crv ?? '']);
  return use === 'sig' && asymmetricAlgorithms.some((known) => known === found) ? (found ?? null) : null;
}

/** RFC 7518 section 3.3: shorter ones are refused wherever a signature is verified. */
function isTooShort(key: CryptoKey | Uint8Array): boolean {
  return 'algorithm' in key && 'modulusLength' in key.algorithm && Number(key.algorithm.modulusLength) < 2_048;
}
