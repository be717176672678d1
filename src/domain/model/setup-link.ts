/**
 * Set-up links: an admin lets somebody without an account set up domain, sign-in connection and directory of the
 * organization. A link is opened once, in one browser, and acts with what its maker may at each moment, never more.
 */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, boolean, date, listOf, nullable, number, oneOf, text } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import type { Actor, Maker } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import type { OrganizationPermission } from './permissions.ts';

/** What a link may cover, in the order in which it is set up. */
export const setupParts = ['domain', 'sign-in', 'directory'] as const;
export type SetupPart = (typeof setupParts)[number];

/** What whoever sets a part up does: its maker has to be allowed to. */
export const permissionFor: Readonly<Record<SetupPart, OrganizationPermission>> = {
  domain: 'sso:manage',
  'sign-in': 'sso:manage',
  directory: 'provisioning:manage',
};

export const setupLinks = defineCollection(
  'setupLinks',
  'tenant',
  {
    /** For whom it is, such as the customer's IT. */
    name: text,
    parts: listOf(oneOf(...setupParts)),
    /** Whoever opens it may let people sign in, once a test sign-in has gone well; else an admin does. */
    maySwitchOn: boolean,
    /** SHA-256 of the secret in the link. */
    tokenHash: text,
    createdAt: date,
    /** Whose right it acts by. */
    createdBy: anyShape<Maker>(),
    expiresAt: date,
    openedAt: nullable(date),
    /** SHA-256 of the secret in the cookie of the browser that opened it. */
    browserHash: nullable(text),
    finishedAt: nullable(date),
    revokedAt: nullable(date),
    /** The domains that were claimed with it, or taken up because the organization had them. */
    domainIds: listOf(text),
    /** Ids that its connection and its SCIM token will have: one each, and their addresses are known before. */
    connectionId: text,
    scimTokenId: text,
  },
  [{ keys: { orgId: 1, tokenHash: 1 }, unique: true }, { keys: { tokenHash: 1 } }, { keys: { orgId: 1, _id: -1 } }],
);

export type SetupLinkDocument = DocumentOf<typeof setupLinks>;

export const setupLinkStatuses = ['unused', 'opened', 'finished', 'revoked', 'expired'] as const;
export type SetupLinkStatus = (typeof setupLinkStatuses)[number];

export function statusOfSetupLink(link: SetupLinkDocument, at: Date): SetupLinkStatus {
  if (link.revokedAt !== null) return 'revoked';
  if (link.finishedAt !== null) return 'finished';
  if (link.expiresAt <= at) return 'expired';
  return link.openedAt === null ? 'unused' : 'opened';
}

/** The link as the actor of what is done with it. */
export function actorOfSetupLink({ _id: id, name, createdBy: madeBy }: SetupLinkDocument): Actor {
  return { type: 'setup-link', id, name, madeBy };
}

/** @throws DomainError not_found */
export async function getSetupLink(orgId: string, linkId: string): Promise<SetupLinkDocument> {
  const link = await tenant(orgId).findOne(setupLinks, { _id: linkId });
  if (!link) throw setupLinkNotFound();
  return link;
}

export function setupLinkNotFound(): DomainError {
  return new DomainError('not_found', 'setup_link_not_found', 'There is no such set-up link.');
}

/** What a test sign-in brought. The claims are somebody's: the row ends by itself. */
export const signInTests = defineCollection(
  'signInTests',
  'tenant',
  {
    setupLinkId: text,
    /** Of the connection, when the test was begun. */
    connectionVersion: number,
    at: date,
    /** Why the sign-in failed, for whoever tests; null: it went well. */
    problem: nullable(text),
    /** As the provider sent them; values are JSON. */
    received: listOf(anyShape<ReceivedClaim>()),
    /** What Usher reads in them; null where the test failed. */
    read: nullable(anyShape<ReadClaims>()),
    expiresAt: date,
  },
  [{ keys: { orgId: 1, setupLinkId: 1, _id: -1 } }, { keys: { expiresAt: 1 }, expireAfterSeconds: 0 }],
);

export type SignInTestDocument = DocumentOf<typeof signInTests>;

export type ReceivedClaim = { readonly name: string; readonly value: string; readonly from: 'id-token' | 'userinfo' };

export type ReadClaims = {
  readonly subject: string;
  readonly email: string | null;
  readonly emailTrusted: boolean;
  readonly name: string | null;
  /** null: the claims have none, or the connection does not read them. */
  readonly groups: readonly string[] | null;
};
