import { expect, it } from 'vitest';
import { runJobs } from '../../../src/domain/administration/jobs/run-jobs.ts';
import { draftJob } from '../../../src/domain/operation/draft-job.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { context, newOrganization } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const { operator, newPerson, defaultOrgId } = testApi();

const newJob = (orgId: string) =>
  operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => draftJob(draft, context, orgId, { kind: 'resync-access', reason: 'a test' }),
  });

it('a job tells what asked for it, how far it is and when it ended', async () => {
  const { orgId } = await newOrganization();
  const jobId = await newJob(orgId);
  const path = `/organizations/${orgId}/jobs/${jobId}`;
  const running = await operator('get', path);
  expect(running.body).toMatchObject({ status: 'running', reason: 'a test', total: null, done: 0, finishedAt: null });
  await runJobs();
  const done = await operator('get', path);
  expect(done.body).toMatchObject({ status: 'done', total: 0, done: 0, finishedAt: expect.any(String) });
});

it('a job is shown to Organization Admins of its organization only', async () => {
  const { orgId } = await newOrganization();
  const jobId = await newJob(orgId);
  expect((await operator('get', `/organizations/${defaultOrgId()}/jobs/${jobId}`)).status).toBe(404);
  const person = await newPerson();
  expect((await person.ask('get', `/organizations/${defaultOrgId()}/jobs/${jobId}`)).status).toBe(403);
  expect((await person.ask('get', `/organizations/${orgId}/jobs/${jobId}`)).status).toBe(404);
});
