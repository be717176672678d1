/** Which group wins, set by the API and seen in every answer, on every node (A4). */
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../domain/invariants.ts';
import { GROUP } from '../support/scim-door.ts';
import { testPrecedence } from './precedence-of-groups.ts';

const { place, api, scim, numbered, pushUser, pushGroup, giving, precedence, expectRole } = testPrecedence();

describe('of the groups of one person', () => {
  it('the newest decides where the precedence says so, as groups come and go', async () => {
    await precedence('highest');
    const ada = await pushUser();
    await pushGroup(giving('Editor'), [ada]);
    const viewers = await pushGroup(giving('Viewer'), [ada]);
    await expectRole(ada, 'Workspace Editor');
    expect((await precedence('newest')).body).toMatchObject({ precedence: 'newest', jobId: null });
    await expectRole(ada, 'Workspace Viewer');
    const admins = await pushGroup(giving('Admin'), [ada]);
    await expectRole(ada, 'Workspace Admin');
    // The age of the group counts, not that of the membership.
    const without = { schemas: [GROUP], displayName: giving('Viewer'), members: [] };
    expect((await scim('put', `/Groups/${viewers}`, without)).status).toBe(200);
    expect((await scim('put', `/Groups/${viewers}`, { ...without, members: [{ value: ada }] })).status).toBe(200);
    await expectRole(ada, 'Workspace Admin');
    await scim('delete', `/Groups/${admins}`);
    await expectRole(ada, 'Workspace Viewer');
    await precedence('highest');
    await expectRole(ada, 'Workspace Editor');
    expect(await faultsOf(place.org)).toEqual([]);
  });

  it('the mapping of the highest priority decides where the precedence says so, before any name', async () => {
    const ada = await pushUser();
    await pushGroup(giving('Admin'), [ada]);
    const map = async (name: string, role: string) => {
      const group = { id: await pushGroup(numbered(name), [ada]) };
      const targets = [{ workspaceId: place.workspaceId, workspaceRole: role }];
      return (await api('post', 'scim/mappings', { group, targets })).body.id as string;
    };
    const [viewers, editors] = [await map('Readers', 'Workspace Viewer'), await map('Writers', 'Workspace Editor')];
    await expectRole(ada, 'Workspace Admin');
    expect((await precedence('priority')).status).toBe(200);
    await expectRole(ada, 'Workspace Viewer');
    expect((await api('patch', `scim/mappings/${editors}`, { priority: 1 })).status).toBe(200);
    expect((await api('patch', `scim/mappings/${viewers}`, { priority: 9 })).status).toBe(200);
    await expectRole(ada, 'Workspace Editor');
    await api('delete', `scim/mappings/${editors}?onDelete=remove`);
    await expectRole(ada, 'Workspace Viewer');
    await api('delete', `scim/mappings/${viewers}?onDelete=remove`);
    await expectRole(ada, 'Workspace Admin');
    await precedence('highest');
    expect(await faultsOf(place.org)).toEqual([]);
  });
});
