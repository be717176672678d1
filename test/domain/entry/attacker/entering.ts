/** People come in: by a provider, by a link, by a password. Whatever they try is remembered as a way of theirs. */

import { acceptWithNewPassword } from '../../../../src/domain/entry/invitations/accept-by-password.ts';
import { acceptInvitation } from '../../../../src/domain/entry/invitations/accept-invitation.ts';
import { findByLink, findInvitationsFor } from '../../../../src/domain/entry/invitations/find-invitation.ts';
import { authorityOf } from '../../../../src/domain/entry/reach/authority-of.ts';
import { findSignedIn, type SignedIn } from '../../../../src/domain/entry/reach/reach.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { signInByPassword } from '../../../../src/domain/entry/sign-in/sign-in-by-password.ts';
import type { Context } from '../../../../src/domain/kernel/context.ts';
import { identities, passwordIssuers } from '../../../../src/domain/model/account.ts';
import { deploymentConnectionId } from '../../../../src/domain/model/connection.ts';
import { sessions } from '../../../../src/domain/model/session.ts';
import type { VerifiedClaims } from '../../../../src/domain/model/verified-claims.ts';
import { newId } from '../../../../src/storage/collection.ts';
import { system } from '../../../../src/storage/tenant.ts';
import { claimsOf, context, policy } from '../../../support/domain.ts';
import { type Gift, giftsOf, give, type OpenSession, type Person, type Way, type World } from './world.ts';

export type Saying = {
  readonly connectionId?: string;
  readonly subject: string;
  readonly email: string;
  readonly verified: boolean;
  readonly name?: string;
  /** The secret of the link that the sign-in was begun with. */
  readonly link?: string | undefined;
};

/** Signs in as a provider describes the person. @returns whether they got in */
export async function enter(world: World, person: Person, saying: Saying): Promise<boolean> {
  const { connectionId = deploymentConnectionId, subject, email, verified, name = person.name, link } = saying;
  const { issuer } = world;
  remember(world, { person, connectionId, issuer, subject });
  const claims: Partial<VerifiedClaims> = { connectionId, issuer, subject, emailTrusted: verified, name };
  const outcome = await signIn(context, claimsOf(email, claims), policy, link ?? null);
  if (outcome.outcome !== 'signed-in') return false;
  await openSession(world, person, outcome.accountId, connectionId);
  return true;
}

/** As the person's own provider says it. */
export function ownSaying({ addresses: [email], subjects: [subject] }: Person): Saying {
  return { subject, email, verified: true };
}

/** With the provider of Corp. */
export function sayingAtCorp({ corp }: World, { addresses: [email], corpSubject }: Person): Saying {
  return { connectionId: corp.connection, subject: corpSubject ?? '', email, verified: true };
}

const password = 'correct horse battery staple';

/** Joins by the link with a password of one's own, and signs in with it. */
export async function enterByPassword(world: World, person: Person, secret: string): Promise<void> {
  const invitation = await findByLink(secret);
  const subject = invitation?._id ?? '';
  const email = await acceptWithNewPassword(context, secret, { name: person.name, password });
  remember(world, { person, connectionId: deploymentConnectionId, issuer: passwordIssuers.invitation, subject });
  const accountId = await signInByPassword(context, { email, password }, policy);
  if (accountId !== null) await openSession(world, person, accountId, deploymentConnectionId);
}

/** Accepts with an open session, by the secret of a link, or all that the session's own list shows. */
export async function acceptWith(session: OpenSession, secret: string | null): Promise<void> {
  const { accountId, connectionId } = session;
  const signedIn = await findSignedIn({ accountId, connectionId, since: null });
  if (!signedIn) return;
  const { who, account } = signedIn;
  const by: Context = { actor: { type: 'account', id: accountId }, requestId: null };
  if (secret !== null) await acceptInvitation(by, who, secret);
  else for (const { _id } of await findInvitationsFor(account, who.reach)) await acceptInvitation(by, who, _id);
}

function remember({ ways }: World, way: Way): void {
  ways.set(`${way.connectionId} ${way.issuer} ${way.subject}`, way);
}

/** Where auto-join is on, whoever the deployment's provider knows is given what newcomers get. */
async function openSession(world: World, person: Person, accountId: string, connectionId: string): Promise<void> {
  const id = newId();
  const now = new Date();
  const session = { accountId, connectionId, signedInAt: now };
  const expires = new Date(now.getTime() + 3_600_000);
  await system('sign-in').insertOne(sessions, { _id: id, expires, lastModified: now, session });
  world.sessions.push({ person, id, accountId, connectionId });
  const { orgId, first } = world.acme;
  if (connectionId === deploymentConnectionId) give(world, orgId, person, [first], { isOwed: false });
}

export type Inside = { readonly person: Person; readonly connectionId: string; readonly signedIn: SignedIn };

/** Everything that somebody can come in by now: sessions that are open, and sign-ins that are known. */
export async function everybodyInside(world: World, only?: Person): Promise<Inside[]> {
  const ways = [...world.ways.values()];
  const [known, open] = await Promise.all([
    ways.length === 0
      ? []
      : system('sign-in').find(identities, {
          $or: ways.map(({ connectionId, issuer, subject }) => ({ connectionId, issuer, subject })),
        }),
    system('sign-in').find(sessions, { _id: { $in: world.sessions.map(({ id }) => id) } }),
  ]);
  const byIdentity = known.flatMap(({ connectionId, issuer, subject, accountId }) => {
    const way = world.ways.get(`${connectionId} ${issuer} ${subject}`);
    return way ? [{ person: way.person, accountId, connectionId }] : [];
  });
  const alive = new Set(open.map(({ _id }) => _id));
  const bySession = world.sessions.filter(({ id }) => alive.has(id));
  const distinct = new Map(
    [...byIdentity, ...bySession].map(({ person, accountId, connectionId }) => [
      `${person.name} ${accountId} ${connectionId}`,
      { person, accountId, connectionId },
    ]),
  );
  const inside: Inside[] = [];
  for (const { person, accountId, connectionId } of distinct.values()) {
    if (only && person !== only) continue;
    const signedIn = await findSignedIn({ accountId, connectionId, since: null });
    if (signedIn) inside.push({ person, connectionId, signedIn });
  }
  return inside;
}

/** What a session holds in an organization, in the words of the book. */
export async function heldIn(orgId: string, { who }: SignedIn): Promise<Gift[]> {
  const caller = { kind: 'account', ...who } as const;
  return giftsOf(await authorityOf(orgId, caller));
}
