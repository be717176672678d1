import { afterEach, expect, it } from 'vitest';
import { fullAuthority } from '../../../src/domain/access/authority/authority.ts';
import { explainAccess } from '../../../src/domain/access/explain/explain.ts';
import { setOverride } from '../../../src/domain/access/override/set-override.ts';
import { accessOf } from '../../../src/domain/access/read-access.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { now, shiftClock } from '../../../src/domain/kernel/clock.ts';
import { getMember } from '../../../src/domain/model/member.ts';
import { context, newOrganization, person, testDeployment } from '../../support/domain.ts';

testDeployment();
afterEach(() => shiftClock(0));

it('no longer counts an override that has expired since it was written', async () => {
  const { orgId, workspaceId } = await newOrganization();
  const ada = await createUser(context, orgId, person('ada@acme.test'));
  const grace = await createUser(context, orgId, person('grace@acme.test'));
  for (const { _id } of [ada, grace])
    await setOverride(context, fullAuthority, orgId, workspaceId, _id, {
      effect: 'allow',
      role: 'Workspace Editor',
      reason: null,
      expiresAt: _id === ada._id ? new Date(now().getTime() + 60_000) : null,
    });
  const workspacesOf = async () => {
    const views = await accessOf(orgId, [await getMember(orgId, ada._id), await getMember(orgId, grace._id)]);
    return [ada, grace].map(({ _id }) => views.get(_id)?.workspaces.map(({ role }) => role));
  };
  expect(await workspacesOf()).toEqual([['Workspace Editor'], ['Workspace Editor']]);
  shiftClock(61_000);
  expect(await workspacesOf()).toEqual([[], ['Workspace Editor']]);
  const { workspaces } = await explainAccess(orgId, ada._id);
  expect(workspaces[0]?.resolution).toMatchObject({ role: null, verdicts: [{ lostBecause: 'it has expired' }] });
});
