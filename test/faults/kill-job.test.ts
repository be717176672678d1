/** A large change of access goes on after `kill -9` of its process, on whichever process finds it first (design 2.3). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type JobDocument, jobs } from '../../src/domain/access/job.ts';
import { memberships } from '../../src/domain/access/membership.ts';
import { changeGroup } from '../../src/domain/directory/change-group.ts';
import { createGroup } from '../../src/domain/directory/create-group.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { events } from '../../src/domain/events/event.ts';
import { getDeployment } from '../../src/domain/organizations/organization.ts';
import { connect, disconnect, mongoClient } from '../../src/storage/connection.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/storage/embedded/start.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { faultsOf } from '../domain/invariants.ts';
import { context, named, person } from '../support/domain.ts';
import { emptyFolder, runUsher, until } from '../support/usher.ts';

let database: EmbeddedDatabase;
beforeAll(async () => {
  database = await startEmbedded({ dataDir: emptyFolder(), report: () => {} });
  await connect(database.uri);
  // By default MongoDB waits for a minute before it gives up the transaction of a killed process.
  await mongoClient().db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: 2 });
});
afterAll(async () => {
  await disconnect();
  await database.stop();
});

const size = 3_000;

it('a job whose process is killed is ended by the others, and every member changes exactly once', {
  timeout: 120_000,
}, async () => {
  const env = {
    OAUTH_ISSUER_URL: 'http://127.0.0.1:9',
    OAUTH_CLIENT_ID: 'usher',
    OAUTH_CLIENT_SECRET: 'the secret of the client',
    MONGODB_URI: database.uri,
  };
  const first = await runUsher({ env });
  const { defaultOrgId: orgId } = await getDeployment();
  const userIds: string[] = [];
  while (userIds.length < size) {
    const batch = Array.from({ length: 200 }, (_, n) =>
      createUser(context, orgId, person(`user-${userIds.length + n}@acme.test`)),
    );
    userIds.push(...(await Promise.all(batch)).map(({ _id }) => _id));
  }
  const group = await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Editor'), userIds);
  const viewer = named('Organization User:Workspace 1:Workspace Viewer');
  await changeGroup(context, orgId, group._id, { content: () => viewer });

  const job = async () => (await tenant(orgId).find<JobDocument>(jobs, {}))[0] as JobDocument;
  await until(async () => (await job()).done > 0);
  await first.kill9();
  const { done, status } = await job();
  expect(status).toBe('running');
  expect(done).toBeLessThan(size);

  await Promise.all([runUsher({ env }), runUsher({ env })]);
  await until(async () => (await job()).status !== 'running');
  expect(await tenant(orgId).count(memberships, { role: 'Workspace Viewer' })).toBe(size);
  expect(await tenant(orgId).count(memberships, {})).toBe(size);
  const changed = await tenant(orgId).find(events, { type: 'membership.changed', 'after.role': 'Workspace Viewer' });
  expect(changed).toHaveLength(size);
  expect(new Set(changed.map(({ subject }) => subject.memberId)).size).toBe(size);
  expect(await faultsOf(orgId)).toEqual([]);
});
