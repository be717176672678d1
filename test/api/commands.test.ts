/** What the two questions that applications ask at every request cost the database, counted command by command. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listWorkspaces } from '../../src/domain/model/workspace.ts';
import { collectionOf, profiled } from '../support/profiler.ts';
import { testApi } from './api-app.ts';

const api = testApi();

/** Time stands still, so that what is held for a moment stays held however slow the machine is. */
beforeEach(() => {
  vi.spyOn(performance, 'now').mockReturnValue(performance.now());
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function commandsOf(ask: () => Promise<{ readonly status: number }>): Promise<string[]> {
  await ask();
  const entries = await profiled(async () => expect((await ask()).status).toBe(200));
  return entries.map(collectionOf).sort();
}

it('check by a service key is one command where the answer is yes; a no is asked again of the organization as it is now', async () => {
  const org = api.defaultOrgId();
  const service = await api.serviceKeyOf(org);
  const { accountId } = await api.newPerson();
  const workspace = (await listWorkspaces(org))[0]?._id;
  const check = (permission: string) => () =>
    service('get', `/organizations/${org}/check?account=${accountId}&${permission}`);
  expect(await commandsOf(check('permission=organization:read'))).toEqual(['members']);
  const refused = check(`workspace=${workspace}&permission=workspace-members:manage`);
  expect(await commandsOf(refused)).toEqual(['members', 'members', 'organizations']);
});
