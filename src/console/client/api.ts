/** What the page asks of the server. Paths and shapes are those of the OpenAPI document (`api-types.ts`). */
import type { components, paths } from './api-types.ts';
import createClient from './openapi-fetch.js';

type Schemas = components['schemas'];
/** An organization of the person who is signed in, who is a member of it. */
export type Organization = Schemas['Organization'] & { readonly memberId: string };
export type Me = Pick<Schemas['Me'], 'account'> & {
  readonly csrfToken: string;
  readonly organizations: readonly Organization[];
};
export type Access = Schemas['Access'];
/** What gives a role; its source may be one that this page does not know yet. */
export type Grant = Pick<Schemas['Winner'], 'role' | 'group' | 'reason' | 'expiresAt' | 'held'> & {
  readonly source: string;
};
/** A role with the grants behind it, of the organization or of a workspace. */
export type Explained = {
  readonly role: string | null;
  readonly winner: Grant | null;
  readonly grants: readonly (Grant & Pick<Schemas['ExplainedGrant'], 'lostBecause'>)[];
};

/** A request that did not end well; the message is for the reader. */
class RequestFailed extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const api = createClient<paths>({ baseUrl: '/api/v1', fetch: reach });

/** Who is signed in; null when nobody is. */
export async function readMe(): Promise<Me | null> {
  const answer = await api.GET('/me');
  if (answer.response.status === 401) return null;
  const { account, csrfToken, organizations } = dataOf(answer);
  const own = organizations.filter((one): one is Organization => one.memberId !== null);
  return { account, csrfToken: csrfToken ?? '', organizations: own };
}

/** The access of a member in one organization, with the grants behind it. */
export async function readAccess(org: string, member: string): Promise<Access> {
  const path = { org, member };
  return dataOf(await api.GET('/organizations/{org}/members/{member}/access', { params: { path } }));
}

/** Makes a SCIM token that may read and write; its secret is in this answer only. */
export async function makeScimToken(org: string, description: string, csrfToken: string): Promise<string> {
  const answer = await api.POST('/organizations/{org}/scim/tokens', {
    params: { path: { org } },
    headers: { 'X-CSRF-Token': csrfToken },
    body: { description, scopes: ['read', 'write'] },
  });
  return dataOf(answer).token ?? '';
}

/** Ends the session here; gives the address that ends it at the identity provider, or where to go on. */
export async function signOut(csrfToken: string): Promise<string> {
  const headers = { Accept: 'application/json', 'X-CSRF-Token': csrfToken };
  const response = await reach(new Request('/auth/logout', { method: 'POST', headers }));
  const answer: unknown = await response.json().catch(() => undefined);
  return dataOf(response.ok ? { response, data: answer as { redirectTo: string } } : { response, error: answer })
    .redirectTo;
}

async function reach(request: Request): Promise<Response> {
  return fetch(request).catch(() => {
    throw new RequestFailed(0, 'The server cannot be reached. Check your connection and try again.');
  });
}

/** @throws RequestFailed unless the request went well */
function dataOf<T>({ response, data, error }: { response: Response; data?: T; error?: unknown }): NonNullable<T> {
  if (data === undefined || data === null) throw new RequestFailed(response.status, detailOf(error, response.status));
  return data;
}

function detailOf(problem: unknown, status: number): string {
  if (status === 401) return 'You are not signed in any more. Reload the page to sign in again.';
  if (typeof problem === 'object' && problem !== null && 'detail' in problem) return String(problem.detail);
  if (status === 503) return 'The server is not ready right now. Try again in a minute.';
  return `The server answered with an error (${status}). Reload the page; if it happens again, tell the people who run it.`;
}
