/** What the page asks of the server, and the parts of the answers that it shows (the shapes are those of `/api/v1`). */

export type Organization = {
  readonly id: string;
  readonly kind: 'shared' | 'personal';
  readonly name: string;
  readonly isDefault: boolean;
  /** The caller's, as is the member. */
  readonly role: string | null;
  readonly memberId: string;
};

export type Me = {
  readonly account: { readonly email: string | null; readonly name: string };
  readonly csrfToken: string;
  readonly organizations: readonly Organization[];
};

export type Grant = {
  readonly source: string;
  /** null: a deny. */
  readonly role: string | null;
  readonly group?: { readonly displayName: string };
  /** What the admin wrote beside an override. */
  readonly reason?: string | null;
  /** ISO 8601. */
  readonly expiresAt?: string | null;
};

export type Explained = {
  /** null: no access. */
  readonly role: string | null;
  readonly winner: Grant | null;
  readonly grants: readonly (Grant & { readonly lostBecause: string | null })[];
};

export type Access = {
  readonly organization: Explained;
  readonly workspaces: readonly (Explained & { readonly workspaceId: string; readonly name: string })[];
};

/** A request that did not end well; the message is for the reader. */
class RequestFailed extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Who is signed in; null when nobody is. */
export async function readMe(): Promise<Me | null> {
  try {
    return await send<Me>('GET', '/api/v1/me');
  } catch (error) {
    if (error instanceof RequestFailed && error.status === 401) return null;
    throw error;
  }
}

/** The caller's own access in one organization, with the grants behind it. */
export function readAccess(organizationId: string, memberId: string): Promise<Access> {
  return send('GET', `/api/v1/organizations/${organizationId}/members/${memberId}/access`);
}

/** Makes a SCIM token that may read and write; its secret is in this answer only. */
export async function makeScimToken(organizationId: string, description: string, csrfToken: string): Promise<string> {
  const body = { description, scopes: ['read', 'write'] };
  const path = `/api/v1/organizations/${organizationId}/scim/tokens`;
  return (await send<{ token: string }>('POST', path, { csrfToken, body })).token;
}

/** Ends the session here; gives the address that ends it at the identity provider, or where to go on. */
export async function signOut(csrfToken: string): Promise<string> {
  return (await send<{ redirectTo: string }>('POST', '/auth/logout', { csrfToken })).redirectTo;
}

async function send<T>(method: string, path: string, write?: { csrfToken: string; body?: unknown }): Promise<T> {
  const headers = new Headers({ Accept: 'application/json' });
  if (write) headers.set('X-CSRF-Token', write.csrfToken);
  if (write?.body !== undefined) headers.set('Content-Type', 'application/json');
  const body = write?.body === undefined ? null : JSON.stringify(write.body);
  const response = await fetch(path, { method, headers, body }).catch(() => {
    throw new RequestFailed(0, 'The server cannot be reached. Check your connection and try again.');
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new RequestFailed(response.status, detailOf(answer, response.status));
  return answer as T;
}

function detailOf(answer: unknown, status: number): string {
  if (status === 401) return 'You are not signed in any more. Reload the page to sign in again.';
  if (typeof answer === 'object' && answer !== null && 'detail' in answer) return String(answer.detail);
  if (status === 503) return 'The server is not ready right now. Try again in a minute.';
  return `The server answered with an error (${status}). Reload the page; if it happens again, tell the people who run it.`;
}
