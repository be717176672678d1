import { describe, expect, it } from 'vitest';
import { listScimRequests, type ScimRequestFilter } from '../../../src/domain/model/scim-request.ts';
import { testDeployment } from '../../support/domain.ts';
import {
  clientOf,
  created,
  groupBody,
  newTenant,
  newToken,
  patchOp,
  scimApp,
  userBody,
} from '../../support/scim-door.ts';

testDeployment();

/** What the log has once it holds so many rows, oldest first. */
async function logged(orgId: string, rows: number, filter: ScimRequestFilter = {}) {
  const read = () => listScimRequests(orgId, filter, { before: null, limit: 100 });
  await expect.poll(async () => (await read()).length, { timeout: 5_000 }).toBe(rows);
  return (await read()).toReversed();
}

describe('the provisioning log', () => {
  it('has each request with its outcome, and the attributes that it changed', async () => {
    const { scim, orgId } = await newTenant();
    const user = await created(scim.post('/Users', userBody('ada@acme.test')));
    const group = await created(scim.post('/Groups', groupBody('Team')));
    await scim.patch(`/Users/${user.id}`, patchOp({ op: 'replace', value: { title: 'Boss', active: false } }));
    await scim.patch(`/Users/${user.id}`, patchOp({ op: 'replace', value: { title: 'Boss' } }));
    await scim.patch(`/Groups/${group.id}`, patchOp({ op: 'add', path: 'members', value: [{ value: user.id }] }));
    await scim.get('/Users?filter=userName eq "ada@acme.test"');
    await scim.delete(`/Users/${user.id}`);
    const rows = await logged(orgId, 7);
    expect(
      rows.map(({ request: { operation, resourceType, targetId, status }, changed }) => [
        operation,
        resourceType,
        targetId,
        status,
        changed,
      ]),
    ).toEqual([
      ['create', 'User', user.id, 201, []],
      ['create', 'Group', group.id, 201, []],
      ['patch', 'User', user.id, 200, ['active', 'title']],
      ['patch', 'User', user.id, 200, []],
      ['patch', 'Group', group.id, 204, ['members']],
      ['list', 'User', null, 200, []],
      ['delete', 'User', user.id, 204, []],
    ]);
    expect(rows[5]?.request.path).toBe('/scim/v2/Users?filter=userName eq "ada@acme.test"');
    expect(rows[0]?.request).toMatchObject({ tokenName: 'Test IdP', method: 'POST', scimType: null, detail: null });
  });

  it('says why a request was refused, in the words that the client got', async () => {
    const { scim, orgId } = await newTenant();
    const refusals = [
      await scim.get('/Users/nobody'),
      await scim.get('/Users?filter=nickels eq "5"'),
      await scim.post('/Users', '{"userName": '),
      await scim.post('/Users', userBody('')),
      await scim.send('post', '/Users').set('Content-Type', 'text/plain').send('x'),
      await scim.send('put', '/Users'),
    ];
    const rows = await logged(orgId, refusals.length, { minStatus: 400 });
    expect(rows.map(({ request: { status, scimType, detail } }) => [status, scimType, detail])).toEqual(
      refusals.map(({ status, body }) => [status, body.scimType ?? null, body.detail]),
    );
    expect(rows.map(({ request }) => request.status)).toEqual([404, 400, 400, 400, 415, 405]);
  });

  it('[83] has neither passwords nor tokens in it', async () => {
    const { scim, orgId } = await newTenant();
    const canary = 'canary-0123456789';
    const user = await created(scim.post('/Users', userBody('ada@acme.test', { password: canary })));
    await scim.patch(`/Users/${user.id}`, patchOp({ op: 'replace', path: 'password', value: canary }));
    await scim.patch(`/Users/${user.id}`, patchOp({ op: 'replace', value: { password: canary } }));
    const rows = await logged(orgId, 3);
    expect(rows.every(({ request }) => request.body?.includes('[redacted]'))).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(canary);
  });

  it('[99] shows no secret of a query, a filter or a path, however it is written', async () => {
    const { scim, orgId } = await newTenant();
    const canary = 'canary7';
    const token = 'usher_scim_qY3v_8Zk-1fRw9PzT0aBcD4eFgH7iJ2kLmN5oPqRs6U';
    const filters = [
      `password eq "${canary}"`,
      `not (Password sw "${canary}")`,
      `urn:ietf:params:scim:schemas:core:2.0:User:password co "${canary}`,
      `userName pr and password eq ${canary}`,
      `pass%77ord eq "${canary}"`,
      `userName eq "${token}"`,
      `(userName eq "${token}")`,
      `userName eq "${encodeURIComponent(token)}%20"`,
    ];
    const changes = [
      patchOp({ op: 'replace', path: `emails[password eq "${canary}"].value`, value: 'x' }),
      patchOp({ op: 'replace', path: `password[value eq "${canary}"]`, value: canary }),
      patchOp({ op: 'replace', Path: 'password', VALUE: canary }),
      patchOp({ op: 'replace', path: 'title', value: `see (${token}),` }),
    ];
    for (const filter of filters) {
      await scim.get(`/Users?filter=${encodeURIComponent(filter)}`);
      await scim.post('/Users/.search', { filter });
    }
    const user = await created(scim.post('/Users', userBody('ada@acme.test')));
    for (const change of changes) await scim.patch(`/Users/${user.id}`, change);
    for (const end of [')', '%20', ',', '%2529']) {
      await scim.get(`/Users/${token}${end}`);
      await scim.get(`/${token}${end}`);
      await scim.get(`/Users?access_token=${canary}${end}&count=1`);
    }
    const rows = await logged(orgId, 2 * filters.length + 1 + changes.length + 12);
    const text = JSON.stringify(rows);
    for (const secret of [canary, token, token.slice(0, 30)]) expect(text).not.toContain(secret);
    const paths = rows.map(({ request }) => request.path);
    expect(paths).toContain('/scim/v2/Users?filter=[redacted]');
    expect(paths).toContain('/scim/v2/Users?filter=userName eq "[redacted]"');
    expect(paths).toContain('/scim/v2/Users?access_token=[redacted]&count=1');
    expect(paths).toContain('/scim/v2/Users/[redacted]');
  });

  it('shortens email addresses where personal data stays out of logs, and cuts long bodies', async () => {
    const { orgId } = await newTenant();
    const app = scimApp({ scimLog: { days: 30, pii: false } });
    const scim = clientOf(await newToken(orgId), app);
    await created(scim.post('/Users', userBody('ada@acme.test', { title: 'Boss '.repeat(1_800) })));
    await scim.post('/Users', userBody('ada@acme.test'));
    await scim.get('/Users?filter=userName eq "ada@acme.test"');
    const rows = await logged(orgId, 3);
    expect(JSON.stringify(rows)).not.toContain('ada@acme.test');
    expect(rows[2]?.request.path).toContain('"a…@acme.test"');
    expect(rows[0]?.request.body).toHaveLength(4_001);
  });

  it('does not write down what nobody of the organization sent', async () => {
    const { orgId, scim } = await newTenant();
    await clientOf('wrong-token').get('/Users');
    await scim.get('/Users');
    expect(await logged(orgId, 1)).toHaveLength(1);
  });
});
