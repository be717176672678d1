/**
 * The API as the pages use it. Paths and shapes are those of the OpenAPI document (`api-types.ts`); whatever goes wrong is
 * a `RequestFailed`.
 */
import createClient from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import type { paths } from '../../client/api-types.ts';
import { confirmed } from './confirmation.ts';
import { failures } from './messages/general.ts';
import { failureOf, RequestFailed, wantsConfirmation } from './problem.ts';

/** Of the session; writes carry it. */
let csrfToken = '';
export function sendCsrfToken(token: string | null): void {
  csrfToken = token ?? '';
}

/** For what is asked many times over; pages read and write by `api`. */
export const client = createClient<paths>({ baseUrl: '/api/v1' });
/** What is under way, to be made again where the reader has to confirm first: then the session has another CSRF token. */
const sent = new Map<string, () => Request>();
client.use({
  onRequest: async ({ request, id }) => {
    const body = await request.text();
    const make = () => {
      const made = new Request(request, body === '' ? {} : { body });
      if (made.method !== 'GET') made.headers.set('X-CSRF-Token', csrfToken);
      return made;
    };
    sent.set(id, make);
    return make();
  },
  onResponse: async ({ response, id }) => {
    const make = sent.get(id);
    sent.delete(id);
    return orConfirmed(response, () => {
      if (make === undefined) throw new RequestFailed(0, failures.unreachable);
      return fetch(make());
    });
  },
  onError: ({ error, id }) => {
    sent.delete(id);
    // The reader has gone on before the answer came: nobody is told.
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new RequestFailed(0, failures.unreachable);
  },
});

/** The answer; where the reader has to show first who they are, that of the second try. @throws RequestFailed */
async function orConfirmed(response: Response, sendAgain: () => Promise<Response>): Promise<Response> {
  if (response.ok) return response;
  const failure = await failureOf(response);
  if (!wantsConfirmation(failure) || !(await confirmed())) throw failure;
  const second = await sendAgain();
  if (!second.ok) throw await failureOf(second);
  return second;
}

/** Has the reader save a file of the API, which may ask them first who they are. */
export async function saveFile(address: string): Promise<void> {
  const looking = new AbortController();
  const look = () => fetch(address, { signal: looking.signal });
  await orConfirmed(await look(), look);
  // The browser reads it at its own pace, straight to the disk.
  looking.abort();
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

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
