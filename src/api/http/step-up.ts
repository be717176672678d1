/**
 * Step-up: what could hand the house over asks a person in a session for a sign-in of the last ten minutes, in the words of
 * RFC 9470. Whatever route does so stands in this one table. Keys are not asked: they show all they have each time.
 */
import { anyOrganizationAsks, organizationAsks } from '../../domain/entry/sign-in/step-up.ts';
import { recentSeconds } from '../../domain/model/session.ts';
import { ApiError } from './api-error.ts';
import type { Caller, SetupCaller } from './caller.ts';
import type { Route } from './route-declaration.ts';

/** `always`, or what the body must name for it. */
type Rule = 'always' | ((body: unknown) => boolean);

const organization = '/organizations/{org}';

const rules: Readonly<Record<string, Rule>> = {
  // Tokens, keys and clients: whoever has one needs no sign-in any more.
  'post /me/api-keys': 'always',
  'delete /me/api-keys/{id}': 'always',
  [`delete ${organization}/members/{member}/api-keys`]: 'always',
  [`delete ${organization}/members/{member}/api-keys/{id}`]: 'always',
  [`post ${organization}/service-keys`]: 'always',
  [`delete ${organization}/service-keys/{id}`]: 'always',
  [`post ${organization}/scim/tokens`]: 'always',
  [`post ${organization}/scim/tokens/{id}/rotate`]: 'always',
  [`delete ${organization}/scim/tokens/{id}`]: 'always',
  [`post ${organization}/scim/clients`]: 'always',
  [`post ${organization}/scim/clients/{id}/rotate`]: 'always',
  [`delete ${organization}/scim/clients/{id}`]: 'always',
  // Who says who people are.
  [`post ${organization}/sso-connections`]: 'always',
  [`patch ${organization}/sso-connections/{id}`]: 'always',
  [`delete ${organization}/sso-connections/{id}`]: 'always',
  [`post ${organization}/sso-connections/{id}/signal-stream`]: 'always',
  [`delete ${organization}/sso-connections/{id}/signal-stream`]: 'always',
  [`post ${organization}/domains`]: 'always',
  [`post ${organization}/domains/{id}/verify`]: 'always',
  [`delete ${organization}/domains/{id}`]: 'always',
  [`post ${organization}/setup-links`]: 'always',
  [`post ${organization}/setup-links/{id}/renew`]: 'always',
  [`delete ${organization}/setup-links/{id}`]: 'always',
  // Who administers.
  [`patch ${organization}/members/{member}`]: namesOrganizationRole,
  [`post ${organization}/invitations`]: givesAdministration,
  [`post ${organization}/scim/mappings`]: givesAdministration,
  [`post ${organization}/groups`]: givesAdministration,
  // The directory names who has which role from then on.
  [`patch ${organization}/scim/settings`]: letsDirectoryGive,
  // These may give what is stored, and the body need not name it.
  [`patch ${organization}/scim/mappings/{id}`]: 'always',
  [`patch ${organization}/groups/{group}`]: 'always',
  [`put ${organization}/groups/{group}/members/{member}`]: 'always',
  [`patch ${organization}/sso-settings`]: 'always',
  [`post ${organization}/invitations/{id}/resend`]: 'always',
  // Whose sign-in is whose.
  [`delete ${organization}/members/{member}/identities/{id}`]: 'always',
  [`post ${organization}/members/{member}/join`]: 'always',
  // The house itself, and taking everything out of it.
  [`patch ${organization}`]: 'always',
  [`delete ${organization}`]: 'always',
  [`post ${organization}/set-default`]: 'always',
  [`get ${organization}/member-export`]: 'always',
  [`get ${organization}/audit-events/export`]: 'always',
};

/** What names the routes that ask whatever organization the person belongs to: they change no single one. */
const concernsAll = new Set(['post /me/api-keys', 'delete /me/api-keys/{id}', `post ${organization}/set-default`]);

/** Every route of the table. @internal */
export const steppedUpRoutes: readonly string[] = Object.keys(rules);

/** What the documentation says of a route that asks; null: it does not. */
export function stepUpOf(route: Pick<Route, 'method' | 'path'>): string | null {
  const rule = rules[nameOf(route)];
  if (rule === undefined) return null;
  const when =
    rule === 'always' ? '' : rule === namesOrganizationRole ? ', for an organization role' : ', to give administration';
  return `In a session it asks for a sign-in of the last ${recentSeconds / 60} minutes${when}: 401 \`insufficient_user_authentication\`.`;
}

/**
 * Called when the caller may do it, so that nobody is asked for what they may not.
 * @throws ApiError 401 insufficient_user_authentication
 */
export async function requireRecentSignIn(
  route: Pick<Route, 'method' | 'path'>,
  caller: Caller | SetupCaller,
  { params, body }: { readonly params: Readonly<Record<string, unknown>>; readonly body: unknown },
): Promise<void> {
  if (caller.kind !== 'session' || caller.isRecent) return;
  const rule = rules[nameOf(route)];
  if (rule === undefined || (rule !== 'always' && !rule(body))) return;
  const asks = concernsAll.has(nameOf(route)) ? anyOrganizationAsks(caller) : organizationAsks(String(params.org));
  if (!(await asks)) return;
  const detail = 'This asks for a sign-in of the last ten minutes. Confirm that it is you, then send it again.';
  const challenge = `Bearer realm="usher", error="insufficient_user_authentication", error_description="${detail}", max_age="${recentSeconds}"`;
  throw new ApiError(401, 'insufficient_user_authentication', detail, {
    headers: { 'WWW-Authenticate': challenge },
    maxAge: recentSeconds,
  });
}

function nameOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** Giving it and taking it away. */
function namesOrganizationRole(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'organizationRole' in body && body.organizationRole !== undefined;
}

/** Switching off hands nothing over. */
function letsDirectoryGive(body: unknown): boolean {
  const { rolesEnabled, rolesMakeAdmins } = Object(body) as Readonly<Record<string, unknown>>;
  return rolesEnabled === true || rolesMakeAdmins === true;
}

/** At any depth: batches name a role for each. */
function givesAdministration(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  return Object.entries(body).some(([name, value]) =>
    name === 'organizationRole' && typeof value === 'string'
      ? value === 'Organization Admin' || value === 'Organization Operator'
      : givesAdministration(value),
  );
}
