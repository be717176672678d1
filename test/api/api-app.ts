/**
 * The API over HTTP for its tests: people with personal keys or sessions, and keys of programs. Every answer to whatever
 * a test asks is held against the OpenAPI document.
 */
import { randomUUID } from 'node:crypto';
import express from 'express';
import supertest from 'supertest';
import { afterEach, beforeAll, expect } from 'vitest';
import { apiRouter } from '../../src/api/api-router.ts';
import { forwardAuthRouter } from '../../src/api/forward-auth-router.ts';
import type { ApiConfig } from '../../src/api/http/api-config.ts';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../src/domain/access/override/set-override.ts';
import { createServiceKey } from '../../src/domain/administration/keys/service-key.ts';
import { bootstrap } from '../../src/domain/administration/organizations/bootstrap.ts';
import { liveFeed } from '../../src/domain/audit/live.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { members } from '../../src/domain/model/member.ts';
import type { OrganizationRole } from '../../src/domain/model/role.ts';
import { assignRequestId, tellRequestId } from '../../src/http/request-id.ts';
import { sessions, startSession } from '../../src/http/session.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { apiDocument, watchAnswers } from '../support/api-document.ts';
import {
  bootstrapSettings,
  claimsOf,
  context,
  invitationSettings,
  personalKeyOf,
  policy,
  setOrganizationRole,
  testDeployment,
} from '../support/domain.ts';

export const publicUrl = 'http://localhost:3000';
export const deploymentKey = 'deployment-key-of-the-tests-0123456789';

/** Its streams are over at once, so that whoever asks for one gets an answer like any other. */
const ended = liveFeed();
ended.end();

const config: ApiConfig = {
  mode: 'configured',
  ...invitationSettings,
  live: ended,
  publicUrl,
  apiKeyMaxDays: 365,
  basicAuth: true,
  subjectClaims: {},
  oidc: {
    issuer: 'https://idp.example',
    trustEmail: false,
    trustUserName: false,
    allowMissingEmail: false,
    acrValues: [],
    maxAgeSeconds: null,
  },
  flags: {
    workspaceScopeOrgInvitesEnabled: false,
    userOrgCreationDisabled: true,
    personalOrgsDisabled: true,
    jitProvisioningEnabled: true,
  },
  initial: { workspaceName: 'Workspace 1' },
  outboundAllowedHosts: ['127.0.0.1'],
};

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type Answer = supertest.Response;

/**
 * A program with a key: `ask('get', '/me')`. Every write that succeeds is sent a second time with its Idempotency-Key, and
 * must be answered the same; `replay: false` where something else changes what the answer shows at the same time.
 */
export type Client = (verb: Verb, path: string, body?: object, options?: { replay?: boolean }) => Promise<Answer>;

export type Person = {
  readonly accountId: string;
  readonly email: string;
  readonly key: string;
  readonly ask: Client;
};

/** Call at the top of a test file: a deployment with the API in front of it, whose answers are held against its document. */
export function testApi(flags: Partial<ApiConfig['flags']> = {}, more: Partial<ApiConfig> = {}) {
  const deployment = testDeployment();
  const settings = { ...config, ...more, flags: { ...config.flags, ...flags } };
  const app = express();
  const faults: string[] = [];
  const report = (fault: string) => void faults.push(fault);
  let counter = 0;

  beforeAll(async () => {
    await bootstrap({ ...bootstrapSettings, flags: settings.flags, apiKey: deploymentKey });
    mount(app, settings);
  });
  afterEach(() => expect(faults.splice(0), 'answers that are not as the document says').toEqual([]));

  function mount(on: express.Express, config: ApiConfig): void {
    const withSession = sessions({
      client: mongoClient() as Parameters<typeof sessions>[0]['client'],
      secret: ['a secret of the tests'],
      publicUrl,
      maxSeconds: 3_600,
    });
    on.use(assignRequestId(), tellRequestId());
    on.post('/sign-in/:accountId', withSession, async (request, response) => {
      const accountId = String(request.params.accountId);
      await startSession(request, { accountId, connectionId: 'default', signedInAt: new Date(), provider: null });
      response.json({ csrfToken: request.session.csrfToken });
    });
    const document = apiDocument(publicUrl);
    on.use('/api/v1', watchAnswers(document, report), withSession, apiRouter({ config }));
    on.use('/auth/verify', withSession, forwardAuthRouter({ config }));
  }

  function withKey(key: string, at = app): Client {
    return async (verb, path, body, { replay = true } = {}) => {
      const once = verb === 'get' ? {} : { 'Idempotency-Key': randomUUID() };
      const send = async () => {
        const request = supertest(at)[verb](`/api/v1${path}`).set('Authorization', `Bearer ${key}`).set(once);
        return body === undefined ? request : request.send(body);
      };
      const answer = await send();
      // A simulation writes nothing, so that what it would have written has another id each time.
      const isRead = verb === 'get' || path.endsWith('/sign-in-simulations');
      if (isRead || answer.status >= 300 || !replay) return answer;
      const { status, body: again } = await send();
      const isGone = verb === 'delete' && status === 404;
      if (!isGone && again.code !== 'secret_shown_once')
        expect({ status, body: again }, `${verb} ${path}, replayed`).toEqual({
          status: answer.status,
          body: withoutLinks(answer.body),
        });
      return answer;
    };
  }

  /** The operator, at a process that is set differently. */
  function operatorAt(more: Partial<ApiConfig>): Client {
    const other = express();
    mount(other, { ...settings, ...more });
    return withKey(deploymentKey, other);
  }

  /** Somebody new, who has signed in and so joined the default organization. */
  async function newPerson(name = 'person'): Promise<Person> {
    counter += 1;
    const email = `${name}-${counter}@acme.test`;
    const outcome = await signIn(context, claimsOf(email, { name }), policy);
    if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
    const { accountId } = outcome;
    const { secret } = await personalKeyOf(accountId, {
      description: 'test',
      scopes: ['read', 'write'],
      expiresAt: null,
    });
    return { accountId, email, key: secret, ask: withKey(secret) };
  }

  /** The member that this person is in the default organization. */
  async function memberIdOf({ accountId }: Person, orgId = deployment.defaultOrgId()): Promise<string> {
    const member = await tenant(orgId).findOne(members, { accountId });
    if (!member) throw new Error('no member');
    return member._id;
  }

  /** Somebody new with this role in the default organization. */
  async function newMemberWith(role: OrganizationRole): Promise<Person & { memberId: string }> {
    const person = await newPerson(role.toLowerCase().replace(' ', '-'));
    const memberId = await memberIdOf(person);
    await setOrganizationRole(context, deployment.defaultOrgId(), memberId, role);
    return { ...person, memberId };
  }

  /** The same in another organization, which must be the default one at the moment. */
  async function newMemberIn(orgId: string, role: OrganizationRole): Promise<Person> {
    const person = await newPerson(role.toLowerCase().replace(' ', '-'));
    await setOrganizationRole(context, orgId, await memberIdOf(person, orgId), role);
    return person;
  }

  /** Somebody new with this role in that workspace of the default organization. */
  async function newWorkspaceMember(workspaceId: string, role: string): Promise<Person & { memberId: string }> {
    const person = await newPerson(role.toLowerCase().replace(' ', '-'));
    const memberId = await memberIdOf(person);
    const override = { effect: 'allow' as const, role, reason: null, expiresAt: null };
    await setOverride(context, fullAuthority, deployment.defaultOrgId(), workspaceId, memberId, override);
    return { ...person, memberId };
  }

  async function serviceKeyOf(orgId: string): Promise<Client> {
    const order = { description: 'service', scopes: ['read' as const, 'write' as const], expiresAt: null };
    return withKey((await createServiceKey(context, orgId, order)).secret);
  }

  return {
    app,
    config: settings,
    defaultOrgId: deployment.defaultOrgId,
    withKey,
    operator: withKey(deploymentKey),
    operatorAt,
    newPerson,
    newMemberWith,
    newMemberIn,
    newWorkspaceMember,
    memberIdOf,
    serviceKeyOf,
  };
}

/** The links of invitations are told once, and are not in a replay. */
function withoutLinks(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body, (name, value) => (name === 'link' ? undefined : value)));
}

/** What two refusals have in common when they tell a stranger nothing: all but the request's id. */
export function withoutRequestId({ status, body }: Answer): object {
  return { status, body: { ...body, requestId: null } };
}
