import { afterEach, describe, expect, it } from 'vitest';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { authenticateScim } from '../../../src/domain/entry/reach/authenticate-secret.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { context, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
afterEach(() => shiftClock(0));

describe('SCIM tokens', () => {
  it('are for a directory, or bound to one active member, which they show', async () => {
    const { orgId } = await newOrganization();
    const { _id: memberId } = await createUser(context, orgId, person('ada@acme.test'));
    const path = `/organizations/${orgId}/scim/tokens`;
    expect((await api.operator('post', path, { description: 'Okta' })).body.memberId).toBeNull();
    const { status, body } = await api.operator('post', path, { description: 'Ada', memberId });
    expect([status, body.memberId]).toEqual([201, memberId]);
    expect((await api.operator('get', `${path}/${body.id}`)).body.memberId).toBe(memberId);
    expect((await api.operator('get', path)).body.items[0]).toMatchObject({ id: body.id, memberId });
    expect((await api.operator('post', `${path}/${body.id}/rotate`, {})).body.memberId).toBe(memberId);
    const nobody = await api.operator('post', path, { description: 'Eve', memberId: 'nobody' });
    expect([nobody.status, nobody.body.code, nobody.body.errors[0].pointer]).toEqual([
      400,
      'unknown_member',
      '#/memberId',
    ]);
  });

  it('show their secret once, rotate with an overlap and end when revoked', async () => {
    const { orgId } = await newOrganization();
    const path = `/organizations/${orgId}/scim/tokens`;
    const created = await api.operator('post', path, { description: 'Okta' });
    expect(created.status).toBe(201);
    const { token: secret, ...shown } = created.body;
    expect(shown).toMatchObject({ description: 'Okta', scopes: ['read', 'write'], expiresAt: null, lastUsedAt: null });
    expect((await api.operator('get', path)).body).toEqual({ items: [shown], nextCursor: null });
    expect((await api.operator('get', `${path}/${shown.id}`)).body).toEqual(shown);
    expect((await authenticateScim(secret))?.orgId).toBe(orgId);

    const rotated = await api.operator('post', `${path}/${shown.id}/rotate`);
    expect(rotated.status).toBe(201);
    expect(rotated.body.token).not.toBe(secret);
    const [, old] = (await api.operator('get', path)).body.items;
    expect(Date.parse(old.expiresAt) - Date.parse(rotated.body.createdAt)).toBe(86_400_000);
    expect(await authenticateScim(secret)).not.toBeNull();
    shiftClock(86_401_000);
    expect(await authenticateScim(secret)).toBeNull();
    expect(await authenticateScim(rotated.body.token)).not.toBeNull();

    expect((await api.operator('delete', `${path}/${rotated.body.id}`)).status).toBe(204);
    expect(await authenticateScim(rotated.body.token)).toBeNull();
    expect((await api.operator('delete', `${path}/${rotated.body.id}`)).status).toBe(404);
  });

  it.each([
    ['tokens', {}, '#/description'],
    ['tokens', { description: 'x', scopes: [] }, '#/scopes'],
    ['tokens', { description: 'x', scopes: ['admin'] }, '#/scopes/0'],
    ['tokens', { description: 'x', expiresAt: '2020-01-01T00:00:00Z' }, '#/expiresAt'],
    ['tokens/{id}/rotate', { overlapSeconds: 2_592_001 }, '#/overlapSeconds'],
    ['tokens/{id}/rotate', { overlapSeconds: -1 }, '#/overlapSeconds'],
  ])('are refused: %s %j', async (route, body, pointer) => {
    const { orgId } = await newOrganization();
    const answer = await api.operator('post', `/organizations/${orgId}/scim/${route.replace('{id}', 'any')}`, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});
