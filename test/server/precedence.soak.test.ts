/** Another precedence for very many (A4). */
import { beforeAll, describe, expect, it } from 'vitest';
import { membersPerCommit } from '../../src/domain/access/large-change.ts';
import { runJobs } from '../../src/domain/administration/jobs/run-jobs.ts';
import { events } from '../../src/domain/model/event.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { faultsOf } from '../domain/invariants.ts';
import { newUsers } from '../support/crowd.ts';
import { testPrecedence } from './precedence-of-groups.ts';

const { place, api, pushGroup, giving, precedence, expectRole } = testPrecedence();

describe('another precedence for more members than one commit carries', () => {
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
