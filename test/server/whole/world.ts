/** One run: the organization in the product, what the model says about it, and the doors to both. */

import { setDefaultOrganization } from '../../../src/domain/administration/settings/organization-settings.ts';
import { createOrganization } from '../../../src/domain/entry/arrival/create-organization.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import type { Client } from '../../api/api-app.ts';
import { context, letWorkspaceAdminsInvite, newOrganization, personalKeyOf } from '../../support/domain.ts';
import type { OidcApp } from '../../support/oidc-app.ts';
import { openBrowser } from '../../support/oidc-browser.ts';
import type { HostileProvider } from '../../support/oidc-provider.ts';
import { clientOf, newToken, type ScimClient } from '../../support/scim-door.ts';
import { emptyModel, type Model, type Person } from './model.ts';

/** What all runs share. */
export type Doors = {
  /** With the deployment key. Every fourth write that succeeds is sent again, as clients do. */
  readonly operator: Client;
  /** Reads with the same key. */
  readonly read: <T>(path: string) => Promise<T>;
  readonly withKey: (key: string) => Client;
  readonly oidc: OidcApp;
  readonly provider: HostileProvider;
};

export type World = {
  readonly orgId: string;
  /** Begins the paths of the API. */
  readonly at: string;
  readonly doors: Doors;
  readonly scim: ScimClient;
  readonly people: readonly Person[];
  /** The subject of the person who asks; null: an admin's key does. */
  readonly as: string | null;
  /** Personal API keys by subject, of those who have signed in. */
  readonly keys: Map<string, { readonly accountId: string; readonly ask: Client }>;
  /** Of links that were sent, the living and the dead. */
  readonly secrets: string[];
  /** By how much this run has moved the clock, in milliseconds. */
  shift: number;
  model: Model;
};

let runs = 0;
const ownOrganization = { kind: 'shared', name: 'Elsewhere', workspaceName: 'Home' } as const;

const peopleCount = 6;

/**
 * A new organization, which is the deployment's default one from now on.
 * @param workspaceAdminsInvite WORKSPACE_SCOPE_ORG_INVITES_ENABLED
 */
export async function newWorld(doors: Doors, workspaceAdminsInvite: boolean): Promise<World> {
  runs += 1;
  await letWorkspaceAdminsInvite(workspaceAdminsInvite);
  const { orgId, workspaceId } = await newOrganization();
  await setDefaultOrganization(context, { kind: 'deployment' }, orgId);
  return {
    orgId,
    at: `/organizations/${orgId}`,
    doors,
    scim: clientOf(await newToken(orgId)),
    people: Array.from({ length: peopleCount }, (_, n) => ({
      subject: `subject-${n}-of-run-${runs}`,
      email: `p${n}@run-${runs}.test`,
      elsewhere: n % 2 === 0,
    })),
    as: null,
    keys: new Map(),
    secrets: [],
    shift: 0,
    model: emptyModel(Date.now(), workspaceId, workspaceAdminsInvite),
  };
}

/** Time passes; whoever calls this puts the clock right again at the end of the run. */
export function wait(world: World, milliseconds: number): void {
  world.shift += milliseconds;
  shiftClock(world.shift);
}

/** Signs in at the provider as this person and comes back. `workspace`: whether the person is told to have one. */
export async function goThroughSignIn(
  { doors: { oidc, provider }, keys, doors }: World,
  { subject, email, elsewhere }: Person,
  verified: boolean,
  secret: string | null,
): Promise<{ status: number; body: { workspace: boolean } }> {
  const claims = { sub: subject, email, email_verified: verified };
  provider.bends = { claims: (usual) => ({ ...usual, ...claims }), userinfo: claims };
  const browser = openBrowser();
  const target = secret === null ? '/plain' : `/invitations/${secret}`;
  const stopAt = `${oidc.url}${target}`;
  const arrived = await browser.visit(`${oidc.loginUrl}?returnTo=${encodeURIComponent(target)}`, { stopAt });
  const inside = arrived.url.startsWith(stopAt);
  const signedIn = inside || arrived.url.startsWith(`${oidc.url}/auth/no-workspace`);
  const present = keys.get(subject);
  const lives = present && (await present.ask('get', '/me')).status === 200;
  if (signedIn && !lives) {
    const { accountId } = JSON.parse((await browser.send(`${oidc.url}/whoami`)).text) as { accountId: string };
    if (elsewhere) await createOrganization(context, ownOrganization, accountId);
    const order = { description: 'key', scopes: ['read' as const, 'write' as const], expiresAt: null };
    const { secret: key } = await personalKeyOf(accountId, order);
    keys.set(subject, { accountId, ask: doors.withKey(key) });
  }
  return { status: signedIn ? 200 : arrived.status, body: { workspace: inside } };
}
