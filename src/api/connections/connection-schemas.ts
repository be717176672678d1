/** The shapes of an organization's identity providers. */

import { z } from 'zod';
import { issuer, scopes } from '../../config/schemas.ts';
import { limits } from '../../domain/model/limits.ts';
import { nameSchema, noControls } from '../http/shared-schemas.ts';

const time = z.iso.datetime();
const claimName = z
  .string()
  .trim()
  .min(1)
  .max(limits.claimName)
  .regex(...noControls);

const claims = {
  subject: claimName.nullable().meta({ description: 'null: `sub`, or what ISSUER_SUB_CLAIM_OVERRIDES names' }),
  email: claimName,
  name: claimName,
  groups: claimName,
};

const groupNames = z.array(claimName).max(limits.requiredGroups);

/** Where the provider is, is checked beside this (`outbound`). */
const fields = {
  name: nameSchema,
  issuer: z.string().max(limits.issuer).pipe(issuer),
  clientId: z.string().trim().min(1).max(limits.clientId),
  clientSecret: z.string().min(1).max(2_000).meta({ description: 'Write-only' }),
  scopes: z.string().max(limits.scopes).pipe(scopes),
  trustEmail: z.boolean(),
  trustUserName: z
    .boolean()
    .meta({ description: 'Take `preferred_username` as the user name of somebody without a verified address' }),
  linkByExternalId: z.boolean().meta({
    description: "The provider's subjects are the `externalId`s that the directory of this organization sends",
  }),
  groupSync: z.boolean().meta({ description: 'Groups of the claim give roles at each sign-in' }),
  requiredGroups: groupNames.meta({ description: 'Who is in none of them is refused; empty: no gate' }),
  enabled: z.boolean(),
};

export const connectionOrder = z
  .strictObject({
    ...fields,
    scopes: fields.scopes.default('openid profile email'),
    claims: z
      .strictObject({
        subject: claims.subject.default(null),
        email: claims.email.default('email'),
        name: claims.name.default('name'),
        groups: claims.groups.default('groups'),
      })
      .prefault({}),
    trustEmail: fields.trustEmail.default(false),
    trustUserName: fields.trustUserName.default(false),
    linkByExternalId: fields.linkByExternalId.optional(),
    groupSync: fields.groupSync.default(false),
    requiredGroups: fields.requiredGroups.default([]),
    enabled: fields.enabled.default(true),
  })
  .meta({ id: 'NewSsoConnection' });

export const connectionChange = z.strictObject({ ...fields, claims: z.strictObject(claims) }).partial();

export const connectionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    scopes: z.string(),
    claims: z.object({ ...claims }),
    trustEmail: z.boolean(),
    trustUserName: z.boolean(),
    linkByExternalId: z.boolean(),
    groupSync: z.boolean(),
    requiredGroups: groupNames,
    enabled: z.boolean(),
    loginUrl: z.string().meta({ description: 'Where people of this organization begin to sign in' }),
    redirectUri: z.string().meta({ description: 'Register this at the provider' }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({
    id: 'SsoConnection',
    description: "An identity provider of the organization's own; its secret is never shown",
  });

export const connectionTestSchema = z
  .object({
    ok: z.boolean(),
    steps: z.array(
      z.object({
        step: z.enum(['address', 'discovery', 'issuer', 'endpoints', 'algorithms', 'keys']),
        ok: z.boolean(),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'SsoConnectionTest', description: 'What was asked of the provider, up to the first fault' });
