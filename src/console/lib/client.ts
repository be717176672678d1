/**
 * The API as the pages use it. Paths and shapes are those of the OpenAPI document (`api-types.ts`); whatever goes wrong is
 * a `RequestFailed`.
 */
import createClient from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import type { paths } from './api-types.ts';
import { failures } from './messages/general.ts';
import { failureOf, RequestFailed } from './problem.ts';

/** Of the session; writes carry it. */
let csrfToken = '';
export function sendCsrfToken(token: string | null): void {
  csrfToken = token ?? '';
}

/** For what is asked many times over; pages read and write by `api`. */
export const client = createClient<paths>({ baseUrl: '/api/v1' });
client.use({
  onRequest: ({ request }) => {
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  onResponse: async ({ response }) => {
    if (!response.ok) throw await failureOf(response);
  },
  onError: ({ error }) => {
    // The reader has gone on before the answer came: nobody is told.
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new RequestFailed(0, failures.unreachable);
  },
});

/** Hooks for reading and writing: `api.useQuery('get', '/organizations/{org}', { params: { path: { org } } })`. */
export const api = createQueryClient(client);

/** Ends the session here; gives the address that ends it at the identity provider, or where to go on. */
export async function signOut(): Promise<string> {
  const headers = { Accept: 'application/json', 'X-CSRF-Token': csrfToken };
  const response = await fetch('/auth/logout', { method: 'POST', headers }).catch(() => {
    throw new RequestFailed(0, failures.unreachable);
  });
  if (!response.ok) throw await failureOf(response);
  const { redirectTo } = (await response.json()) as { redirectTo: string };
  return redirectTo;
}
