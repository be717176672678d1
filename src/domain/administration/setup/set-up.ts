/**
 * What whoever has opened a set-up link does with it, by the same operations as an admin does. They see and change what
 * was made with their link alone, and of the connection only as long as nobody signs in by it.
 */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type ConnectionDocument, connections } from '../../model/connection.ts';
import { asDomainName, type EmailDomainDocument, emailDomains } from '../../model/email-domain.ts';
import { limits } from '../../model/limits.ts';
import { type ScimTokenDocument, scimTokens } from '../../model/scim-token.ts';
import type { SecretBox } from '../../model/secret-box.ts';
import {
  getSetupLink,
  type ReadClaims,
  type ReceivedClaim,
  type SetupLinkDocument,
  type SignInTestDocument,
  setupLinks,
  signInTests,
} from '../../model/setup-link.ts';
import { operate } from '../../operation/operate.ts';
import { changeConnection, createConnection } from '../connections/change-connection.ts';
import { addEmailDomain } from '../connections/change-email-domains.ts';
import { createScimToken, type IssuedScimToken } from '../keys/scim-tokens.ts';

export type SetUp = {
  /** Oldest first. */
  readonly domains: readonly EmailDomainDocument[];
  readonly connection: ConnectionDocument | null;
  /** The newest test sign-in; null: there was none, or it is too long ago. */
  readonly test: SignInTestDocument | null;
  /** Also where it is revoked by now; null: none was made. */
  readonly token: ScimTokenDocument | null;
};

/** What has been set up with the link so far. */
export async function readSetUp({
  _id,
  orgId,
  domainIds,
  connectionId,
  scimTokenId,
}: SetupLinkDocument): Promise<SetUp> {
  const scope = tenant(orgId);
  const [domains, connection, [test = null], token] = await Promise.all([
    scope.find(emailDomains, { _id: { $in: domainIds } }, { sort: { _id: 1 } }),
    scope.findOne(connections, { _id: connectionId }),
    scope.find(signInTests, { setupLinkId: _id }, { sort: { _id: -1 }, limit: 1 }),
    scope.findOne(scimTokens, { _id: scimTokenId }),
  ]);
  return { domains, connection, test, token };
}

/**
 * Claims a domain. One that the organization has listed already is taken up as it is.
 * @throws DomainError as `addEmailDomain`, conflict/too_many
 */
export async function addSetupDomain(
  context: Context,
  link: SetupLinkDocument,
  name: string,
): Promise<EmailDomainDocument> {
  const { _id, orgId } = link;
  if (link.domainIds.length >= limits.setupLinkDomains)
    throw new DomainError('conflict', 'too_many', `A set-up link claims at most ${limits.setupLinkDomains} domains.`);
  const listed = await tenant(orgId).findOne(emailDomains, { name: asDomainName(name) ?? '' });
  const domain = listed ?? (await addEmailDomain(context, orgId, name));
  // Safe to repeat, also where the claim was answered before: a request that was cut short is completed by the next.
  const { idempotency: _, ...again } = context;
  await operate(orgId, again, {
    load: () => getSetupLink(orgId, _id),
    decide: ({ domainIds }, draft) => {
      if (!domainIds.includes(domain._id))
        draft.update(setupLinks, _id, { domainIds: [...domainIds, domain._id] }, { domainIds });
    },
  });
  return domain;
}

export type SetupConnectionOrder = Pick<ConnectionDocument, 'name' | 'issuer' | 'clientId' | 'scopes' | 'claims'> & {
  /** In clear text; absent: it stays. */
  readonly clientSecret?: string | undefined;
};

/** What a set-up link leaves to the admins. */
const adminsChoice = {
  trustEmail: false,
  trustUserName: false,
  groupSync: false,
  requiredGroups: [] as string[],
  enabled: false,
};

/**
 * Makes the link's connection, switched off, or changes it.
 * @throws DomainError as `createConnection` and `changeConnection`, invalid/secret_required, conflict/connection_is_on,
 *   conflict/connection_was_on
 */
export async function saveSetupConnection(
  context: Context,
  { orgId, connectionId }: SetupLinkDocument,
  order: SetupConnectionOrder,
  secretBox: SecretBox,
): Promise<ConnectionDocument> {
  const present = await tenant(orgId).findOne(connections, { _id: connectionId });
  if (present) {
    requireNeverOn(present);
    return changeConnection(context, orgId, connectionId, order, secretBox, present.version);
  }
  return createConnection(context, orgId, { ...order, ...adminsChoice }, secretBox, connectionId);
}

/** @throws DomainError conflict/connection_not_there */
export async function getSetupConnection({ orgId, connectionId }: SetupLinkDocument): Promise<ConnectionDocument> {
  const connection = await tenant(orgId).findOne(connections, { _id: connectionId });
  if (!connection)
    throw new DomainError(
      'conflict',
      'connection_not_there',
      'Enter issuer, client id and secret, and save them first.',
    );
  return connection;
}

/** Whether the last test went well, with the connection as it is now. */
function isTested({ connection, test }: Pick<SetUp, 'connection' | 'test'>): boolean {
  return connection !== null && test?.problem === null && test.connectionVersion === connection.version;
}

/**
 * Lets people sign in by the link's connection.
 * @throws DomainError forbidden/switched_on_by_admins where the admin has kept that, conflict/not_tested,
 *   conflict/connection_was_on
 */
export async function switchOnSetupConnection(
  context: Context,
  link: SetupLinkDocument,
  secretBox: SecretBox,
): Promise<ConnectionDocument> {
  const { orgId, connectionId, maySwitchOn } = link;
  if (!maySwitchOn)
    throw new DomainError(
      'forbidden',
      'switched_on_by_admins',
      'An admin of the organization switches the sign-in on. Tell them that it is ready.',
    );
  const { connection, test } = await readSetUp(link);
  const present = connection ?? (await getSetupConnection(link));
  if (present.enabled) return present;
  requireNeverOn(present);
  if (!isTested({ connection, test }))
    throw new DomainError('conflict', 'not_tested', 'Sign in for a test first, with what is saved now.');
  return changeConnection(context, orgId, connectionId, { enabled: true }, secretBox, present.version);
}

/** A test sign-in as it ended. */
export type SignInTest = Pick<SignInTestDocument, 'connectionVersion'> &
  (
    | { readonly problem: string }
    | { readonly problem: null; readonly received: ReceivedClaim[]; readonly read: ReadClaims }
  );

const testLifeMs = 24 * 3_600_000;

/** Keeps for a day what a test sign-in brought. Nobody is signed in by it. */
export function recordSignInTest(
  context: Context,
  { _id: setupLinkId, orgId, connectionId }: SetupLinkDocument,
  test: SignInTest,
): Promise<void> {
  const outcome = test.problem === null ? test : { ...test, received: [], read: null };
  return operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => {
      const expiresAt = new Date(draft.now.getTime() + testLifeMs);
      draft.insert(signInTests, { _id: newId(), orgId, setupLinkId, at: draft.now, expiresAt, ...outcome });
      draft.event({
        type: 'setup_link.sign_in_tested',
        subject: { setupLinkId, connectionId },
        after: { passed: test.problem === null },
      });
    },
  });
}

/** The one SCIM token of the link: an ordinary one, which the admins see and revoke. @throws DomainError conflict/token_made */
export async function createSetupToken(context: Context, link: SetupLinkDocument): Promise<IssuedScimToken> {
  const { orgId, name, scimTokenId } = link;
  if (await tenant(orgId).findOne(scimTokens, { _id: scimTokenId }))
    throw new DomainError(
      'conflict',
      'token_made',
      'The token of this link was made already and is shown once. If it is lost, ask an admin to rotate it.',
    );
  const order = { description: `${name} (set-up link)`, scopes: ['read' as const, 'write' as const], expiresAt: null };
  return createScimToken(context, orgId, order, undefined, scimTokenId);
}

/** Whoever has set up what they wanted ends the link. */
export function finishSetup(context: Context, { _id, orgId }: SetupLinkDocument): Promise<void> {
  return operate(orgId, context, {
    load: () => getSetupLink(orgId, _id),
    decide: ({ name, finishedAt, revokedAt }, draft) => {
      if (finishedAt !== null || revokedAt !== null) return;
      draft.update(setupLinks, _id, { finishedAt: draft.now }, { finishedAt: null, revokedAt: null });
      draft.event({ type: 'setup_link.finished', subject: { setupLinkId: _id }, after: { name } });
    },
  });
}

/** Once it was on it is the admins': whoever sets up is to undo nothing that they have decided since. */
function requireNeverOn({ enabled, switchedOnAt }: ConnectionDocument): void {
  if (enabled)
    throw new DomainError(
      'conflict',
      'connection_is_on',
      'People sign in by this connection already: an admin of the organization changes it from now on.',
    );
  if (switchedOnAt !== undefined)
    throw new DomainError(
      'conflict',
      'connection_was_on',
      'People have signed in by this connection, and an admin has switched it off: ask them to change it or to switch it on.',
    );
}
