/**
 * `/Me` (RFC 7644 section 3.11): the User of the person whom a token is bound to. The same is at its own address, which
 * `Location` names; nothing else is there for such a token.
 */
import { type Endpoint, isMe, locationOf, type ResourceEndpoints, type Resources } from './exchange.ts';
import { recordDenial } from './record-denial.ts';
import { type Route, read, write } from './route.ts';
import type { ScimCaller } from './scim-caller.ts';
import { ScimError } from './scim-error.ts';

/** Where a token that is bound to a member may go: to one place. */
export type OwnPlace = (
  caller: ScimCaller,
  asked: { readonly method: string; readonly path: string },
) => Promise<Route>;

export function ownResource(resources: Resources, users: ResourceEndpoints): OwnPlace {
  const own =
    (endpoint: Endpoint): Endpoint =>
    async (request) => {
      const answer = await endpoint(request);
      return { ...answer, headers: { ...answer.headers, Location: locationOf(resources, request.id) } };
    };
  const methods = { GET: read(own(users.read)), PUT: write(own(users.replace)), PATCH: write(own(users.patch)) };
  return async (caller, { method, path }) => {
    if (isMe(path)) return { template: '/Me', methods };
    if (path === `/Users/${caller.memberId}`) return { template: '/Users/:id', methods };
    const error = new ScimError(403, null, 'This SCIM token is bound to one person and reaches /Me only.');
    await recordDenial(error, caller, { method, path: ' beyond /Me', id: '' });
    throw error;
  };
}
