/** The shapes of an organization's identity providers. */

import { z } from 'zod';
import { issuer, scopes } from '../../config/schemas.ts';
import { clientAuthentications } from '../../domain/model/connection.ts';
import { limits } from '../../domain/model/limits.ts';
import { createdAt, exampleIds, idOf, nameSchema, noControls, time } from '../http/shared-schemas.ts';

const claimName = z
  .string()
  .trim()
  .min(1)
  .max(limits.claimName)
  .regex(...noControls);

const claimNames = { description: 'By which claims the provider says who somebody is' };
const claims = {
  subject: claimName.nullable().meta({
    description: 'The claim that tells people apart; null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names',
    examples: [null],
  }),
  email: claimName.meta({ description: 'The claim with the address', examples: ['email'] }),
  name: claimName.meta({ description: 'The claim with the display name', examples: ['name'] }),
  groups: claimName.meta({ description: 'The claim with the names of groups', examples: ['groups'] }),
};

const groupNames = z
  .array(claimName)
  .max(limits.requiredGroups)
  .meta({ examples: [['acme-staff']] });

const told = {
  name: { description: 'What people call it', examples: ['Acme Okta'] },
  issuer: {
    description: 'What the provider calls itself, to the last slash',
    examples: ['https://acme.okta.example'],
  },
  clientId: { description: 'As what the provider knows Usher', examples: ['0oa1b2c3d4'] },
  scopes: { description: 'What is asked of the provider, separated by spaces', examples: ['openid profile email'] },
};

/** Where the provider is, is checked beside this (`outbound`). */
const fields = {
  name: nameSchema.meta(told.name),
  issuer: z.string().max(limits.issuer).pipe(issuer).meta(told.issuer),
  clientId: z.string().trim().min(1).max(limits.clientId).meta(told.clientId),
  clientSecret: z
    .string()
    .min(1)
    .max(2_000)
    .meta({
      description: 'Write-only: no answer shows it. Needed for `client_secret`',
      examples: ['the secret that the provider shows'],
    }),
  clientAuthentication: z.enum(clientAuthentications).meta({
    description:
      'By what Usher shows the provider who it is: `client_secret`, or `private_key_jwt`, a JWT signed by a key of the connection whose public half is at `jwksUri`',
    examples: ['client_secret'],
  }),
  scopes: z.string().max(limits.scopes).pipe(scopes).meta(told.scopes),
  trustEmail: z
    .boolean()
    .meta({ description: 'Addresses count as verified although the provider does not say that they are' }),
  trustUserName: z
    .boolean()
    .meta({ description: 'Take `preferred_username` as the user name of somebody without a verified address' }),
  linkByExternalId: z.boolean().meta({
    description: "The provider's subjects are the `externalId`s that the directory of this organization sends",
  }),
  groupSync: z
    .boolean()
    .meta({ description: 'Groups of the claim give roles at each sign-in; false: the claim gives none' }),
  requireMappedGroup: z
    .boolean()
    .meta({ description: 'Who is in no group that gives something, by its name or a mapping, is refused' }),
  requiredGroups: groupNames.meta({ description: 'Who is in none of these groups is refused; empty: nobody is' }),
  acrValues: z
    .array(
      z
        .string()
        .min(1)
        .max(limits.claimName)
        .regex(/^[\x21-\x7e]+$/, 'Must be one word'),
    )
    .max(limits.acrValues)
    .meta({
      description: 'Asked as `acr_values`; a sign-in of which `acr` is none of these is refused. Empty: any will do',
      examples: [['phr']],
    }),
  maxAgeSeconds: z
    .int()
    .min(60)
    .max(30 * 86_400)
    .nullable()
    .meta({
      description:
        'Asked as `max_age`; a sign-in at the provider longer ago, or of which `auth_time` is not told, is refused. null: any will do',
      examples: [null],
    }),
  enabled: z
    .boolean()
    .meta({ description: 'Whether people may sign in by it; false: its sessions and keys are refused too' }),
};

export const connectionOrder = z
  .strictObject({
    ...fields,
    clientSecret: fields.clientSecret.optional(),
    clientAuthentication: fields.clientAuthentication.default('client_secret'),
    scopes: fields.scopes.default('openid profile email'),
    claims: z
      .strictObject({
        subject: claims.subject.default(null),
        email: claims.email.default('email'),
        name: claims.name.default('name'),
        groups: claims.groups.default('groups'),
      })
      .prefault({})
      .meta(claimNames),
    trustEmail: fields.trustEmail.default(false),
    trustUserName: fields.trustUserName.default(false),
    linkByExternalId: fields.linkByExternalId.optional(),
    groupSync: fields.groupSync.default(false),
    requiredGroups: fields.requiredGroups.default([]),
    requireMappedGroup: fields.requireMappedGroup.default(false),
    acrValues: fields.acrValues.default([]),
    maxAgeSeconds: fields.maxAgeSeconds.default(null),
    enabled: fields.enabled.default(true),
  })
  .meta({ id: 'NewSsoConnection', description: 'An identity provider to add' });

export const connectionChange = z
  .strictObject({ ...fields, claims: z.strictObject(claims).meta(claimNames) })
  .partial();

export const connectionSchema = z
  .object({
    id: idOf('connection'),
    name: z.string().meta(told.name),
    issuer: z.string().meta(told.issuer),
    clientId: z.string().meta(told.clientId),
    clientAuthentication: fields.clientAuthentication,
    scopes: z.string().meta(told.scopes),
    claims: z.object({ ...claims }).meta(claimNames),
    trustEmail: fields.trustEmail,
    trustUserName: fields.trustUserName,
    linkByExternalId: fields.linkByExternalId,
    groupSync: fields.groupSync,
    requiredGroups: fields.requiredGroups,
    requireMappedGroup: fields.requireMappedGroup,
    acrValues: fields.acrValues,
    maxAgeSeconds: fields.maxAgeSeconds,
    enabled: fields.enabled,
    loginUrl: z.string().meta({
      description: 'Where people of this organization begin to sign in',
      examples: [`https://usher.acme.example/auth/login?connection=${exampleIds.connection}`],
    }),
    jwksUri: z
      .string()
      .nullable()
      .meta({
        description: "Where the provider finds Usher's public key; null: there is a client secret",
        examples: [null],
      }),
    initiateLoginUri: z.string().meta({
      description: 'Where a page of the provider may begin a sign-in (third-party initiated login)',
      examples: [`https://usher.acme.example/auth/initiate/${exampleIds.connection}`],
    }),
    redirectUri: z.string().meta({
      description: 'The redirect address to register at the provider',
      examples: [`https://usher.acme.example/auth/callback/${exampleIds.connection}`],
    }),
    backchannelLogoutUrl: z.string().meta({
      description: 'Where the provider tells who has signed out (OpenID Connect Back-Channel Logout)',
      examples: [`https://usher.acme.example/auth/backchannel-logout/${exampleIds.connection}`],
    }),
    universalLogoutUrl: z.string().meta({
      description: 'Where the provider asks that all sessions of somebody end (Universal Logout)',
      examples: [`https://usher.acme.example/auth/global-token-revocation/${exampleIds.connection}`],
    }),
    receivesSignals: z.boolean().meta({ description: 'Whether there is a stream of signals about its people' }),
    createdAt,
    updatedAt: time.meta({ description: 'When it was last changed' }),
  })
  .meta({
    id: 'SsoConnection',
    description: "An identity provider of the organization's own; its secret is never shown",
  });

export const connectionTestSchema = z
  .object({
    ok: z.boolean().meta({ description: 'Whether all steps went well' }),
    steps: z
      .array(
        z.object({
          step: z
            .enum(['address', 'discovery', 'issuer', 'endpoints', 'algorithms', 'keys'])
            .meta({ description: 'What was looked at' }),
          ok: z.boolean().meta({ description: 'Whether it is right' }),
          detail: z
            .string()
            .meta({ description: 'For people: what was found', examples: ['https://acme.okta.example may be asked.'] }),
        }),
      )
      .meta({ description: 'In this order; after the first that fails there are no others' }),
  })
  .meta({ id: 'SsoConnectionTest', description: 'What was asked of the provider, up to the first fault' });
