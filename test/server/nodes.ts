/** The whole application twice, as on two nodes over one database, without workers: a test runs their work when it likes. */

import type { RequestListener } from 'node:http';
import supertest from 'supertest';
import { beforeAll } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createServiceKey } from '../../src/domain/administration/keys/service-key.ts';
import { bootstrap } from '../../src/domain/administration/organizations/bootstrap.ts';
import { liveFeed } from '../../src/domain/audit/live.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { members } from '../../src/domain/model/member.ts';
import { listWorkspaces } from '../../src/domain/model/workspace.ts';
import { createLogger } from '../../src/http/logging.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createApp } from '../../src/server.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { schemas } from '../scim/patch/patching.ts';
import { claimsOf, context, personalKeyOf, policy, secretBox, testDeployment } from '../support/domain.ts';
import { ACCESS_USER } from '../support/scim-door.ts';

const apiKey = 'deployment-key-of-the-tests-0123456789';
const scimToken = 'scim-token-of-the-tests-0123456789abcdef';
const allScopes = { description: 'test', scopes: ['read' as const, 'write' as const], expiresAt: null };

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Somebody who has signed in, with a key of their own. */
type Someone = { readonly accountId: string; readonly memberId: string; readonly key: string };

/** Call at the top of a test file. The first administrator is root@acme.test. */
export function testNodes() {
  const deployment = testDeployment();
  const place = { org: '', workspaceId: '', serviceKey: '' };
  let nodes: readonly RequestListener[] = [];
  beforeAll(async () => {
    const config: Config = loadConfig({
      AUTH_TYPE: 'basic',
      INITIAL_ORG_ADMIN_EMAIL: 'root@acme.test',
      INITIAL_ORG_ADMIN_PASSWORD: 'correct horse battery',
      BOOTSTRAP_API_KEY: apiKey,
      BOOTSTRAP_SCIM_TOKEN: scimToken,
    });
    const { secret } = (
      await bootstrap({ ...config, ...config.initial, ...config.bootstrap, demoAdminEmail: null, hasProvider: false })
    ).deployment;
    const parts = { config, schemas, logger: createLogger('silent'), connection: null, secret, secretBox };
    nodes = [1, 2].map(() => createApp({ ...parts, metrics: createMetrics(), live: liveFeed() }));
    place.org = deployment.defaultOrgId();
    place.workspaceId = (await listWorkspaces(place.org))[0]?._id ?? '';
    place.serviceKey = (await createServiceKey(context, place.org, allScopes)).secret;
  });

  const node = (at: number) => nodes[at] as RequestListener;
  const ask = (at: number, verb: Verb, path: string, key: string) =>
    supertest(node(at))[verb](path).set('Authorization', `Bearer ${key}`);

  /** A request to the API below the default organization, by the operator. */
  async function api(verb: Verb, path: string, body?: object, at = 0) {
    const request = ask(at, verb, `/api/v1/organizations/${place.org}/${path}`, apiKey);
    return body === undefined ? request : request.send(body);
  }

  /** A request of the identity provider. */
  async function scim(verb: Verb, path: string, body?: object, at = 0) {
    const request = ask(at, verb, `/scim/v2${path}`, scimToken);
    if (body === undefined) return request;
    return request.set('Content-Type', 'application/scim+json').send(JSON.stringify(body));
  }

  let people = 0;
  async function newPerson(): Promise<Someone> {
    people += 1;
    const outcome = await signIn(context, claimsOf(`person-${people}@acme.test`), policy);
    if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
    const { accountId } = outcome;
    const member = await tenant(place.org).findOne(members, { accountId });
    const { secret } = await personalKeyOf(accountId, allScopes);
    return { accountId, memberId: member?._id ?? '', key: secret };
  }

  /** The roles of a member as each reader is told them: organization, then workspace. */
  async function rolesSeen(memberId: string, at: number) {
    const access = (await api('get', `members/${memberId}/access`, undefined, at)).body;
    const member = (await api('get', `members/${memberId}`, undefined, at)).body;
    const listed = (await api('get', `workspaces/${place.workspaceId}/members?limit=500`, undefined, at)).body.items;
    const view = (await scim('get', `/Users/${memberId}?attributes=${ACCESS_USER}`, undefined, at)).body[ACCESS_USER];
    const inList = listed.find((row: { memberId: string }) => row.memberId === memberId);
    const roleOf = (rows: { role: string | null }[] | undefined) => rows?.[0]?.role ?? null;
    return {
      explained: [access.organization.role, roleOf(access.workspaces)],
      member: [member.organizationRole, roleOf(member.workspaces)],
      workspaceList: inList?.role ?? null,
      scim: [view?.organizationRole ?? null, roleOf(view?.workspaces)],
    };
  }

  /** Whether the person may do this in the workspace: by check, and by forward-auth. */
  async function verdicts({ accountId, key }: Someone, permission: string, at: number) {
    const asked = `workspace=${place.workspaceId}&permission=${permission}`;
    const path = `/api/v1/organizations/${place.org}/check?account=${accountId}&${asked}`;
    const check = await ask(at, 'get', path, place.serviceKey);
    const verify = await ask(at, 'get', `/auth/verify?${asked}`, key);
    return { check: check.body.allowed, verify: verify.status === 200 };
  }

  return { place, api, scim, newPerson, rolesSeen, verdicts };
}
