/** A client that goes on where identity providers do, whatever becomes of the server meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import { equals } from '../../src/cli/identity-provider/identity-provider.ts';
import { okta } from '../../src/cli/identity-provider/okta.ts';
import { type ScimClient, ScimFailure, scimClient } from '../../src/cli/identity-provider/scim-client.ts';
import type { JsonObject } from '../../src/json.ts';

const idp = okta({ put: false });

/** What the server has said yes to: by id for people and groups, and for each PATCH the members it added. */
export type Acknowledged = {
  readonly users: Map<string, string>;
  readonly groups: Map<string, string>;
  readonly added: { readonly groupId: string; readonly memberIds: readonly string[] }[];
};

/**
 * The client, which notes what is acknowledged and tries again when the connection breaks, as identity providers do.
 * @param heals whether it tries again after an answer with this status
 */
export function stubbornClient(
  base: string,
  token: string,
  heals: (status: number) => boolean = (status) => status === 503,
): { client: ScimClient; acknowledged: Acknowledged; retried: () => number } {
  const plain = scimClient(base, token, idp);
  const acknowledged: Acknowledged = { users: new Map(), groups: new Map(), added: [] };
  let retries = 0;
  const stubbornly: ScimClient['send'] = async (method, path, request) => {
    for (;;) {
      try {
        return await plain.send(method, path, request);
      } catch (error) {
        if (!(error instanceof ScimFailure && error.passing && (error.status === null || heals(error.status))))
          throw error;
        retries += 1;
        await pause(50);
      }
    }
  };
  /** Whether a creation without an answer took place is found out by looking, as Okta does: 409 means that it did. */
  const create: ScimClient['send'] = async (method, path, request) => {
    try {
      return await stubbornly(method, path, request);
    } catch (error) {
      if (!(error instanceof ScimFailure && error.status === 409)) throw error;
      const [attribute, name] = ['userName', 'displayName'].flatMap((key) =>
        path === (key === 'userName' ? '/Users' : '/Groups') ? [key, String(request.body?.[key])] : [],
      );
      const filter = encodeURIComponent(equals(attribute ?? '', name ?? ''));
      const { body } = await stubbornly('GET', `${path}?filter=${filter}`, { expected: [200] });
      const [found] = body.Resources as JsonObject[];
      if (!found) throw error;
      return { status: 201, body: found };
    }
  };
  const client: ScimClient = {
    send: async (method, path, request) => {
      const answer = await (method === 'POST' ? create : stubbornly)(method, path, request);
      const { userName, displayName, Operations } = (request.body ?? {}) as {
        userName?: string;
        displayName?: string;
        Operations?: { value: { value: string }[] }[];
      };
      const id = String(answer.body.id);
      if (method === 'POST' && userName) acknowledged.users.set(userName, id);
      else if (method === 'POST' && displayName) acknowledged.groups.set(displayName, id);
      else if (method === 'PATCH' && path.startsWith('/Groups/'))
        acknowledged.added.push({
          groupId: path.slice('/Groups/'.length),
          memberIds: (Operations ?? []).flatMap(({ value }) => value.map((member) => member.value)),
        });
      return answer;
    },
  };
  return { client, acknowledged, retried: () => retries };
}
