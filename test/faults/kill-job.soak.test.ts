/** A large change of access goes on after `kill -9` of its process, on whichever process finds it first (decision 5). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMapping, deleteMapping } from '../../src/domain/administration/mappings/change-mappings.ts';
import { changeScimSettings } from '../../src/domain/administration/settings/change-scim-settings.ts';
import { changeGroup } from '../../src/domain/directory/change-group.ts';
import { events } from '../../src/domain/model/event.ts';
import { grants } from '../../src/domain/model/grant.ts';
import { groups } from '../../src/domain/model/group.ts';
import { type JobDocument, jobs } from '../../src/domain/model/job.ts';
import { mappings } from '../../src/domain/model/mapping.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import { listWorkspaces } from '../../src/domain/model/workspace.ts';
import { connect, disconnect, mongoClient } from '../../src/storage/connection.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/storage/embedded/start.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { faultsOf } from '../domain/invariants.ts';
import { createGroup } from '../support/create-group.ts';
import { newUsers } from '../support/crowd.ts';
import { context, named, newOrganization } from '../support/domain.ts';
import { emptyFolder, runUsher, until } from '../support/usher.ts';

let database: EmbeddedDatabase;
beforeAll(async () => {
  database = await startEmbedded({ dataDir: emptyFolder(), report: () => {} });
  await connect(database.uri);
  // By default MongoDB waits for a minute before it gives up the transaction of a killed process.
  await mongoClient().db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: 10 });
});
afterAll(async () => {
  await disconnect();
  await database.stop();
});

const size = 2_000;

const run = () =>
  runUsher({
    env: {
      OAUTH_ISSUER_URL: 'http://127.0.0.1:9',
      OAUTH_CLIENT_ID: 'usher',
      OAUTH_CLIENT_SECRET: 'the secret of the client',
      MONGODB_URI: database.uri,
    },
  });

/**
 * One process begins what `begin` makes a job of, and is killed in the middle of it. Two others go on with it, and with
 * what follows from it, to the end.
 */
async function killInTheMiddle(
  kind: JobDocument['kind'],
  total: number,
  prepare: (orgId: string) => Promise<() => Promise<unknown>>,
): Promise<string> {
  const first = await run();
  const { orgId } = await newOrganization();
  const begin = await prepare(orgId);
  // Only from now on, as what is prepared may take jobs too.
  await until(async () => (await tenant(orgId).count(jobs, { status: 'running' })) === 0);
  const known = (await tenant(orgId).find(jobs, {})).map(({ _id }) => _id);
  await begin();
  const job = async () =>
    (await tenant(orgId).find(jobs, { kind })).find(({ _id }) => !known.includes(_id)) as JobDocument;
  await until(async () => (await job()).done > 0);
  await first.kill9();
  const { done, status } = await job();
  expect(status).toBe('running');
  expect(done).toBeLessThan(total);

  const others = await Promise.all([run(), run()]);
  await until(async () => (await tenant(orgId).count(jobs, { status: 'running' })) === 0);
  await Promise.all(others.map((other) => other.kill9()));
  expect(await tenant(orgId).find(jobs, { lastError: { $ne: null } })).toEqual([]);
  expect(await faultsOf(orgId)).toEqual([]);
  return orgId;
}

/** The members whose membership changed so, each as often as it did. */
async function changedTo(orgId: string, after: Record<string, string>): Promise<(string | undefined)[]> {
  const wanted = Object.fromEntries(Object.entries(after).map(([key, value]) => [`after.${key}`, value]));
  const found = await tenant(orgId).find(events, { type: 'membership.changed', ...wanted });
  return found.map(({ subject }) => subject.memberId);
}

describe('a job whose process is killed is ended by the others, and every member changes exactly once', {
  timeout: 600_000,
}, () => {
  it('resync-access: a group of many gives another role', async () => {
    let userIds: string[] = [];
    const orgId = await killInTheMiddle('resync-access', size, async (id) => {
      userIds = await newUsers(id, size);
      const group = await createGroup(context, id, named('Organization User:Workspace 1:Workspace Editor'), userIds);
      const viewer = named('Organization User:Workspace 1:Workspace Viewer');
      return () => changeGroup(context, id, group._id, { content: () => viewer });
    });
    expect(await tenant(orgId).count(memberships, { role: 'Workspace Viewer' })).toBe(size);
    expect(await tenant(orgId).count(memberships, {})).toBe(size);
    expect((await changedTo(orgId, { role: 'Workspace Viewer' })).sort()).toEqual(userIds.sort());
  });

  it('remap-groups: another separator, which the names of many groups have waited for', async () => {
    const [groupCount, each] = [300, 2];
    let userIds: string[] = [];
    const orgId = await killInTheMiddle('remap-groups', groupCount, async (id) => {
      userIds = await newUsers(id, groupCount * each);
      for (let n = 0; n < groupCount; n += 20)
        await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            createGroup(
              context,
              id,
              named(`${n + i} Organization User-Workspace 1-Workspace Viewer`),
              userIds.slice((n + i) * each, (n + i + 1) * each),
            ),
          ),
        );
      return () => changeScimSettings(context, id, { separator: '-' });
    });
    expect(await tenant(orgId).count(groups, { 'mapping.state': 'convention' })).toBe(groupCount);
    expect((await changedTo(orgId, { role: 'Workspace Viewer' })).sort()).toEqual(userIds.sort());
    const told = await tenant(orgId).find(events, { type: 'group.mapping_changed' });
    expect(new Set(told.map(({ subject }) => subject.groupId)).size).toBe(groupCount);
    expect(told).toHaveLength(groupCount);
  });

  it('release-mapping: what a deleted mapping gave is kept', async () => {
    let userIds: string[] = [];
    const orgId = await killInTheMiddle('release-mapping', size, async (id) => {
      userIds = await newUsers(id, size);
      const group = await createGroup(context, id, named('Team'), userIds);
      const [workspace] = await listWorkspaces(id);
      const targets = [{ workspaceId: workspace?._id ?? '', workspaceRole: 'Workspace Editor' }];
      const mappingId = await createMapping(context, id, { id: group._id }, { targets });
      return () => deleteMapping(context, id, mappingId, 'keep');
    });
    expect(await tenant(orgId).count(mappings, {})).toBe(0);
    expect(await tenant(orgId).count(grants, { source: 'scim-group' })).toBe(0);
    const kept = await tenant(orgId).find(grants, { source: 'manual' });
    expect(kept.map(({ memberId }) => memberId).sort()).toEqual(userIds.sort());
    expect((await changedTo(orgId, { role: 'Workspace Editor', source: 'manual' })).sort()).toEqual(userIds.sort());
    // Nobody was without the role in between.
    expect(await tenant(orgId).count(events, { type: 'membership.changed', 'after.role': null })).toBe(0);
  });
});
