import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../../src/domain/access/override/set-override.ts';
import { createScimToken } from '../../../src/domain/administration/keys/scim-tokens.ts';
import { createServiceKey } from '../../../src/domain/administration/keys/service-key.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { type NewScimRequest, recordScimRequests } from '../../../src/domain/model/scim-request.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
const { operator } = api;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);

/** A patch that was answered well just now, unless said otherwise. */
function log(orgId: string, rows: readonly Partial<NewScimRequest>[]): Promise<void> {
  return recordScimRequests(
    rows.map((row) => ({
      orgId,
      at: new Date(),
      expiresAt: inDays(1),
      requestId: 'r',
      tokenId: 't',
      tokenName: 'Okta',
      operation: 'patch',
      method: 'PATCH',
      path: '/scim/v2/Users/1',
      resourceType: 'User',
      targetId: null,
      status: 200,
      scimType: null,
      detail: null,
      durationMs: 3,
      body: null,
      ignored: [],
      ...row,
    })),
  );
}

const summaryOf = async (orgId: string) => (await operator('get', `/organizations/${orgId}/stats/summary`)).body;

describe('the summary', () => {
  it('of a new organization is all noughts, and no first step is taken', async () => {
    const { orgId } = await newOrganization();
    expect(await summaryOf(orgId)).toEqual({
      people: { active: 0, pending: 0, inactive: 0, locked: 0 },
      groups: { total: 0, convention: 0, explicit: 0, unmatched: 0 },
      heldChanges: 0,
      provisioning: { lastPush: null, lastDay: { succeeded: 0, refused: 0, failed: 0 } },
      endingSoon: {
        scimTokens: { count: 0, next: null },
        serviceKeys: { count: 0, next: null },
        overrides: { count: 0, next: null },
      },
      firstSteps: {
        scimTokenMade: false,
        pushed: false,
        groupMatched: false,
        signInConfigured: false,
        signedIn: false,
        secondAdmin: false,
      },
    });
  });

  it('counts people by status and groups by what became of their names', async () => {
    const { orgId } = await newOrganization();
    const ada = await createUser(context, orgId, person('ada@acme.test'));
    await createUser(context, orgId, person('grace@acme.test', { active: false }));
    await operator('post', `/organizations/${orgId}/members/${ada._id}/lock`, { reason: 'test' });
    await operator('post', `/organizations/${orgId}/invitations`, { invitations: [{ email: 'new@acme.test' }] });
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [ada._id]);
    await createGroup(context, orgId, named('Book club'), [ada._id]);
    expect(await summaryOf(orgId)).toMatchObject({
      people: { active: 1, pending: 1, inactive: 1, locked: 1 },
      groups: { total: 2, convention: 1, explicit: 0, unmatched: 1 },
      firstSteps: { pushed: true, groupMatched: true },
    });
  });

  it('tells the last push, which a read is not, and how the requests of the last 24 hours ended', async () => {
    const { orgId } = await newOrganization();
    const at = new Date(Date.now() - hourMs);
    await log(orgId, [
      { at: new Date(Date.now() - 2 * dayMs), status: 500 },
      { at: new Date(at.getTime() - 1), status: 200 },
      { at, status: 409, operation: 'create' },
      { status: 200, operation: 'list' },
      { status: 503, operation: 'list' },
    ]);
    expect((await summaryOf(orgId)).provisioning).toEqual({
      lastPush: { at: at.toISOString(), status: 409 },
      lastDay: { succeeded: 2, refused: 1, failed: 1 },
    });
  });

  it('names what ends within 30 days, the first one by itself, and nothing that is over or revoked', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const ada = await createUser(context, orgId, person('ada@acme.test'));
    const order = { description: 'Okta', scopes: ['read' as const] };
    const [later, sooner] = [inDays(20), inDays(10)];
    await createScimToken(context, orgId, { ...order, expiresAt: later });
    const { token } = await createScimToken(context, orgId, { ...order, expiresAt: sooner });
    await createScimToken(context, orgId, { ...order, expiresAt: inDays(31) });
    await createScimToken(context, orgId, { ...order, expiresAt: null });
    const gone = await createScimToken(context, orgId, { ...order, expiresAt: inDays(1) });
    await operator('delete', `/organizations/${orgId}/scim/tokens/${gone.token._id}`);
    const key = await createServiceKey(context, orgId, { ...order, expiresAt: later });
    const override = { effect: 'allow' as const, role: 'Workspace Editor', reason: null, expiresAt: sooner };
    await setOverride(context, fullAuthority, orgId, workspaceId, ada._id, override);
    const { endingSoon } = await summaryOf(orgId);
    const ending = { description: 'Okta', expiresAt: sooner.toISOString() };
    expect(endingSoon).toEqual({
      scimTokens: { count: 2, next: { ...ending, id: token._id } },
      serviceKeys: { count: 1, next: { ...ending, id: key.token._id, expiresAt: later.toISOString() } },
      overrides: {
        count: 1,
        next: { id: expect.any(String), memberId: ada._id, workspaceId, expiresAt: sooner.toISOString() },
      },
    });
  });

  it('ticks the first steps by what happened, not by what is there now', async () => {
    const { orgId } = await newOrganization();
    const steps = async () => (await summaryOf(orgId)).firstSteps;
    const order = { description: 'Okta', scopes: ['write' as const], expiresAt: null };
    const { token } = await createScimToken(context, orgId, order);
    await operator('delete', `/organizations/${orgId}/scim/tokens/${token._id}`);
    expect(await steps()).toMatchObject({ scimTokenMade: true, pushed: false });
    await log(orgId, [{ status: 403 }]);
    expect(await steps()).toMatchObject({ pushed: false });
    await log(orgId, [{ status: 200 }]);
    expect(await steps()).toMatchObject({ pushed: true, secondAdmin: false });
    for (const name of ['ada', 'grace']) {
      const { _id } = await createUser(context, orgId, person(`${name}@acme.test`));
      await operator('patch', `/organizations/${orgId}/members/${_id}`, { organizationRole: 'Organization Admin' });
    }
    expect(await steps()).toMatchObject({ secondAdmin: true, signedIn: false });
  });

  it('counts the deployment’s own sign-in for the default organization alone', async () => {
    await api.newPerson();
    const { orgId } = await newOrganization();
    expect((await summaryOf(orgId)).firstSteps).toMatchObject({ signInConfigured: false, signedIn: false });
    expect((await summaryOf(api.defaultOrgId())).firstSteps).toMatchObject({ signInConfigured: true, signedIn: true });
  });

  it('counts the demo provider of evaluation mode, which signs people in', async () => {
    const of = async (mode: 'evaluation' | 'configured') => {
      const at = api.operatorAt({ mode, oidc: null, basicAuth: false });
      return (await at('get', `/organizations/${api.defaultOrgId()}/stats/summary`)).body.firstSteps.signInConfigured;
    };
    expect([await of('evaluation'), await of('configured')]).toEqual([true, false]);
  });

  it('leaves out what an Operator may not read', async () => {
    const { ask } = await api.newMemberWith('Organization Operator');
    const { status, body } = await ask('get', `/organizations/${api.defaultOrgId()}/stats/summary`);
    expect([status, body.people.active > 0]).toEqual([200, true]);
    const { people: _, ...rest } = body;
    const leaves = JSON.stringify(rest).match(/:(?!\{)[^,}]+/g);
    expect(new Set(leaves)).toEqual(new Set([':null']));
  });

  it('[21] shows nothing of another organization', async () => {
    const { orgId } = await newOrganization();
    await log(orgId, [{}]);
    const { orgId: other } = await newOrganization();
    expect((await summaryOf(other)).provisioning.lastPush).toBeNull();
    const outsider = await api.newPerson();
    expect((await outsider.ask('get', `/organizations/${orgId}/stats/summary`)).status).toBe(404);
  });
});

describe('the series of SCIM requests', () => {
  const seriesOf = (orgId: string, query: string) =>
    operator('get', `/organizations/${orgId}/stats/provisioning?${query}`);

  it('has every hour, also those in which nothing came', async () => {
    const { orgId } = await newOrganization();
    const at = (time: string) => new Date(`2026-03-01T${time}Z`);
    await log(orgId, [
      { at: at('09:59:59.999') },
      { at: at('10:00:00.000') },
      { at: at('10:30:00.000'), status: 404 },
      { at: at('12:00:00.000'), status: 500 },
      { at: at('13:00:00.000') },
    ]);
    const { body } = await seriesOf(orgId, 'from=2026-03-01T10:20:00Z&to=2026-03-01T13:00:00Z&step=hour');
    expect(body).toEqual({
      step: 'hour',
      buckets: [
        { at: '2026-03-01T10:00:00.000Z', succeeded: 1, refused: 1, failed: 0 },
        { at: '2026-03-01T11:00:00.000Z', succeeded: 0, refused: 0, failed: 0 },
        { at: '2026-03-01T12:00:00.000Z', succeeded: 0, refused: 0, failed: 1 },
      ],
    });
  });

  it('goes by days in UTC as well', async () => {
    const { orgId } = await newOrganization();
    await log(orgId, [{ at: new Date('2026-02-28T23:59:59Z') }, { at: new Date('2026-03-01T00:00:00Z') }]);
    const { body } = await seriesOf(orgId, 'from=2026-02-28T12:00:00%2B02:00&to=2026-03-02T00:00:00Z&step=day');
    expect(body.buckets).toEqual([
      { at: '2026-02-28T00:00:00.000Z', succeeded: 1, refused: 0, failed: 0 },
      { at: '2026-03-01T00:00:00.000Z', succeeded: 1, refused: 0, failed: 0 },
    ]);
  });

  it('ends now unless asked: 24 hours, or 30 days', async () => {
    const { orgId } = await newOrganization();
    await log(orgId, [{}]);
    const total = (buckets: { succeeded: number }[]) => buckets.reduce((sum, { succeeded }) => sum + succeeded, 0);
    const hours = (await seriesOf(orgId, '')).body.buckets;
    const days = (await seriesOf(orgId, 'step=day')).body.buckets;
    expect([hours.length, total(hours), days.length, total(days)]).toEqual([25, 1, 31, 1]);
  });

  it('is never longer than it can be drawn, and empty where it ends before it begins', async () => {
    const { orgId } = await newOrganization();
    const long = await seriesOf(orgId, 'from=2020-01-01T00:00:00Z');
    expect([long.status, long.body.code]).toEqual([400, 'invalid_input']);
    const backwards = await seriesOf(orgId, 'from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z');
    expect(backwards.body.buckets).toEqual([]);
  });
});
