/** The HTTP side of an identity provider: bearer token, SCIM media type, retries on 429 and 5xx. */
import { setTimeout as pause } from 'node:timers/promises';

export const scimUrns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterpriseUser: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  patchOp: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
} as const;

export type ScimResource = { readonly id: string };
export type ScimList = { readonly totalResults: number; readonly Resources: readonly ScimResource[] };

/** The server refused a call: method, path, status and the detail of its SCIM error. */
export class ScimRequestError extends Error {
  readonly status: number;
  constructor(call: string, status: number, detail: string) {
    super(`${call} was answered ${status}: ${detail}`);
    this.name = 'ScimRequestError';
    this.status = status;
  }
}

export type ScimClient = {
  /** @throws ScimRequestError */
  readonly call: (method: 'POST' | 'PUT' | 'PATCH', path: string, body: object) => Promise<ScimResource>;
  /** @throws ScimRequestError */
  readonly list: (path: string) => Promise<ScimList>;
};

const attempts = 5;

/** @param base the SCIM base URL, without a trailing slash */
export function scimClient(base: string, token: string): ScimClient {
  return {
    call: async (method, path, body) => (await send(base, token, method, path, body)) as ScimResource,
    list: async (path) => (await send(base, token, 'GET', path)) as ScimList,
  };
}

async function send(base: string, token: string, method: string, path: string, body?: object): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(base + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: 'application/scim+json',
        ...(body ? { 'Content-Type': 'application/scim+json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
    if ((response.status === 429 || response.status >= 500) && attempt < attempts) {
      await response.body?.cancel();
      await pause(Number(response.headers.get('retry-after') ?? 2 ** attempt) * 1_000 * (0.5 + Math.random()));
      continue;
    }
    const answer: unknown = response.status === 204 ? {} : await response.json().catch(() => ({}));
    if (response.ok) return answer;
    throw new ScimRequestError(
      `${method} ${path}`,
      response.status,
      (answer as { detail?: string }).detail ?? 'no detail',
    );
  }
}
