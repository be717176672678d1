import { describe, expect, it } from 'vitest';
import { canBrowse } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

type Items = { items: { id: string; email: string }[] };

describe.skipIf(!canBrowse)('a workspace whose admins may invite', () => {
  const { signIn, ask } = testConsole({ WORKSPACE_SCOPE_ORG_INVITES_ENABLED: 'true' });

  it('takes in people who are new to the organization, with a link to hand on', async () => {
    await signIn('Grace Hopper');
    const { items } = (await ask('GET', '/organizations/ORG/members?q=grace')) as Items;
    const workspaces = (await ask('GET', '/organizations/ORG/workspaces')) as Items;
    const ws = workspaces.items[0]?.id;
    const put = { effect: 'allow', role: 'Workspace Admin' };
    await ask('PUT', `/organizations/ORG/workspaces/${ws}/members/${items[0]?.id}/override`, put);
    const page = await signIn('Grace Hopper', `/console/ORG/settings/workspaces/${ws}`);
    await page.getByRole('button', { name: 'Invite to this workspace' }).click();
    await page.getByText('Everybody else is invited to Default as well.').waitFor();
    await page.getByLabel('Addresses').fill('stranger@acme.example');
    await page.getByText('will be invited as Workspace Viewer').waitFor();
    await page.getByRole('button', { name: 'Invite 1 person' }).click();
    const link = page.getByRole('group', { name: 'Link for stranger@acme.example' });
    expect(await link.locator('code').innerText()).toContain('/invitations/');
    const { items: invited } = (await ask('GET', '/organizations/ORG/invitations')) as Items;
    expect(invited.map(({ email }) => email)).toContain('stranger@acme.example');
  });
});
