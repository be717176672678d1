/** Which group wins, set by the API and seen in every answer, on every node (A4). */
import { beforeAll, describe, expect, it } from 'vitest';
import { membersPerCommit } from '../../src/domain/access/resync.ts';
import { runJobs } from '../../src/domain/administration/jobs/run-jobs.ts';
import { events } from '../../src/domain/model/event.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { faultsOf } from '../domain/invariants.ts';
import { newUsers } from '../support/crowd.ts';
import { GROUP, USER } from '../support/scim-door.ts';
import { testNodes } from './nodes.ts';

const { place, api, scim, rolesSeen } = testNodes();

let last = 0;
/** Each name is taken once. */
function numbered(name: string): string {
  last += 1;
  return `${last} ${name}`;
}

async function pushUser(): Promise<string> {
  return (await scim('post', '/Users', { schemas: [USER], userName: numbered('pushed') })).body.id;
}

async function pushGroup(displayName: string, memberIds: readonly string[]): Promise<string> {
  const members = memberIds.map((value) => ({ value }));
  const { status, body } = await scim('post', '/Groups', { schemas: [GROUP], displayName, members });
  expect(status).toBe(201);
  return body.id;
}

const giving = (role: string) => numbered(`Organization User:Workspace 1:Workspace ${role}`);
const precedence = (value: string) => api('patch', 'scim/settings', { precedence: value });

/** What each reader on each node says the role in the workspace is. */
async function expectRole(memberId: string, role: string): Promise<void> {
  const seen = { explained: ['Organization User', role], member: ['Organization User', role], workspaceList: role };
  for (const node of [0, 1])
    expect(await rolesSeen(memberId, node)).toEqual({ ...seen, scim: ['Organization User', role] });
}

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

describe('another precedence for more members than one commit carries', { timeout: 180_000 }, () => {
  const size = membersPerCommit + 50;
  let userIds: string[];
  beforeAll(async () => {
    userIds = await newUsers(place.org, size);
  });

  it('is seen by everybody at once, and stored by a job', async () => {
    await precedence('highest');
    await pushGroup(giving('Editor'), userIds);
    await pushGroup(giving('Viewer'), userIds);
    const stored = async (role: string) =>
      tenant(place.org).count(memberships, { memberId: { $in: userIds }, role: `Workspace ${role}` });
    expect(await stored('Editor')).toBe(size);

    const { body } = await precedence('newest');
    expect(body).toMatchObject({ precedence: 'newest', jobId: expect.any(String) });
    expect(await stored('Viewer')).toBe(0);
    await expectAll('Workspace Viewer');
    // Whoever is decided about meanwhile is decided about by the new rule.
    await pushGroup(giving('Admin'), userIds.slice(0, 1));
    await expectRole(userIds[0] ?? '', 'Workspace Admin');

    while (await runJobs());
    const job = await api('get', `jobs/${body.jobId}`, undefined, 1);
    expect(job.body).toMatchObject({ kind: 'resync-access', status: 'done', lastError: null });
    expect(await stored('Viewer')).toBe(size - 1);
    await expectRole(userIds.at(-1) ?? '', 'Workspace Viewer');
    const changed = {
      type: 'membership.changed' as const,
      'before.role': 'Workspace Editor',
      'after.role': 'Workspace Viewer',
    };
    expect(await tenant(place.org).count(events, { ...changed, 'subject.memberId': { $in: userIds } })).toBe(size - 1);
    expect(await faultsOf(place.org)).toEqual([]);
  });

  /** By both doors, page by page. */
  async function expectAll(role: string): Promise<void> {
    const seen = new Map<string, string>();
    for (let cursor = ''; ; ) {
      const { body } = await api('get', `members?limit=500${cursor}`, undefined, 1);
      for (const { id, workspaces } of body.items) seen.set(id, workspaces[0]?.role);
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(new Set(userIds.map((id) => seen.get(id)))).toEqual(new Set([role]));
    for (const at of [0, size - 1]) await expectRole(userIds[at] ?? '', role);
  }
});
