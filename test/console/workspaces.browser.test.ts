import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

type Items = { items: { id: string; memberId: string; name: string; email: string }[] };

describe.skipIf(!canBrowse)('workspaces', () => {
  const { signIn, ask, pushGroup, pushUser } = testConsole();
  let research: string;
  let barbara: string;
  let pending: string;
  const membersPage = () => `/console/ORG/settings/workspaces/${research}`;
  const inForce = (id: string) =>
    ask('GET', `/organizations/ORG/workspaces/${research}/members?q=${id}`) as Promise<{
      items: { role: string | null; source: string; override: object | null }[];
    }>;
  beforeAll(async () => {
    research = ((await ask('POST', '/organizations/ORG/workspaces', { name: 'Research' })) as { id: string }).id;
    barbara = await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushUser('donald@acme.example', 'Donald Knuth');
    const gone = await pushUser('gone@acme.example', 'Gone Away');
    await ask('PATCH', `/organizations/ORG/members/${gone}`, { active: false });
    await pushGroup('Organization User:Research:Workspace Viewer', ['barbara@acme.example']);
    await ask('POST', '/organizations/ORG/invitations', { invitations: [{ email: 'pending@acme.example' }] });
    const { items } = (await ask('GET', '/organizations/ORG/members?q=pending')) as Items;
    pending = items[0]?.id ?? '';
  }, 60_000);

  it('are listed, made and renamed', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    await page.getByRole('link', { name: 'Settings' }).click();
    const list = page.getByRole('table', { name: 'Workspaces' });
    await list.getByRole('link', { name: 'Research' }).waitFor();
    // Barbara by her group, Ada as Organization Admin; the number leads to them.
    await list
      .getByRole('row', { name: /Research/ })
      .getByRole('link', { name: '2 people' })
      .click();
    await page.getByText('Workspace: Research').waitFor();
    const there = page.getByRole('table', { name: 'People' }).getByRole('link');
    await expect.poll(() => there.allInnerTexts()).toEqual(['Ada Lovelace', 'Barbara Liskov']);
    await page.goBack();
    await page.getByRole('button', { name: 'Create a workspace' }).click();
    await page.getByLabel('Name').fill('Labs');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Labs' }).waitFor();
    await page.getByRole('tab', { name: 'General' }).click();
    await page.getByLabel('Name').fill('Research');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByText('A workspace named "Research" exists already.').waitFor();
    await page.getByLabel('Name').fill('Laboratory');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('heading', { level: 1, name: 'Laboratory' }).waitFor();
    await page.getByRole('link', { name: 'Workspaces', exact: true }).first().click();
    await list.getByRole('link', { name: 'Laboratory' }).waitFor();
  });

  it('are deleted by whoever has seen who loses what, and types the name', async () => {
    const { id } = (await ask('POST', '/organizations/ORG/workspaces', { name: 'Doomed' })) as { id: string };
    await ask('PUT', `/organizations/ORG/workspaces/${id}/members/${barbara}/override`, {
      effect: 'allow',
      role: 'Workspace Editor',
    });
    const page = await signIn('Ada Lovelace', `/console/ORG/settings/workspaces/${id}?tab=general`);
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByText('2 people will lose access.').waitFor();
    expect(await page.getByRole('list', { name: 'Who loses what' }).innerText()).toMatch(
      /Barbara Liskov\s*loses\s*Workspace Editor/,
    );
    const remove = page.getByRole('button', { name: 'Delete it for 2 people' });
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Type Doomed to go on').fill('Doomed');
    await remove.click();
    await page.getByRole('heading', { level: 1, name: 'Workspaces' }).waitFor();
    await expect(ask('GET', `/organizations/ORG/workspaces/${id}`)).rejects.toThrow('404');
  });

  it('show their members with role and why; an override is set, seen and cleared', async () => {
    const page = await signIn('Ada Lovelace', membersPage());
    const members = page.getByRole('table', { name: 'Workspace members' });
    await members.getByRole('button', { name: 'Workspace Viewer, Group: why?' }).click();
    await page.getByText('because the group “Organization User:Research:Workspace Viewer” says so').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Actions for Barbara Liskov' }).click();
    const remove = page.getByRole('menuitem', { name: 'Remove…' });
    expect(await remove.innerText()).toContain('A group gives this access. Deny it instead, or change the group.');
    await page.getByRole('menuitem', { name: 'Change role…' }).click();
    await page.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'Workspace Editor' }).click();
    await page.getByLabel('Reason').fill('audit season');
    await page.getByLabel('Ends').fill('2091-01-01T10:00');
    await page.getByRole('button', { name: 'Give Workspace Editor' }).click();
    const row = members.getByRole('row', { name: /Barbara Liskov/ });
    await row.getByRole('button', { name: 'Workspace Editor, Override: why?' }).waitFor();
    await row.getByText('audit season').waitFor();
    expect(await inForce('barbara')).toMatchObject({ items: [{ role: 'Workspace Editor', source: 'override' }] });
    await page.getByRole('button', { name: 'Actions for Barbara Liskov' }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await page.getByRole('button', { name: 'Remove Barbara Liskov' }).click();
    await page.getByText('A group gives this member access to the workspace.').waitFor();
    await page.getByRole('button', { name: 'Deny access instead' }).click();
    await page.getByRole('button', { name: 'Deny access', exact: true }).click();
    await row.getByRole('button', { name: 'No access, Override: why?' }).waitFor();
    expect(await inForce('barbara')).toMatchObject({ items: [{ role: null }] });
    await page.getByRole('button', { name: 'Actions for Barbara Liskov' }).click();
    await page.getByRole('menuitem', { name: 'Clear override…' }).click();
    await page.getByRole('button', { name: 'Clear override', exact: true }).click();
    await row.getByRole('button', { name: 'Workspace Viewer, Group: why?' }).waitFor();
  });

  it('take in a mixed batch of people, each judged before and told of after', async () => {
    await signIn('Eve Unproven');
    const page = await signIn('Ada Lovelace', membersPage());
    await page.getByRole('button', { name: 'Invite to this workspace' }).click();
    const typed = 'new@acme.example, Donald Knuth <donald@acme.example>\npending@acme.example; barbara@acme.example';
    await page.getByLabel('Addresses').fill(`${typed} gone@acme.example eve@demo.example`);
    const chips = page.getByRole('list', { name: 'Whom you invite' }).getByRole('listitem');
    await page.getByText('1 added now · 2 invited · 1 here already · 2 cannot be').waitFor();
    expect((await chips.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'new@acme.example will be invited as Workspace Viewer',
      'Donald Knuth (donald@acme.example) will be added now as Workspace Viewer',
      'pending@acme.example will be invited as Workspace Viewer',
      'barbara@acme.example is here already as Workspace Viewer',
      'gone@acme.example deactivated',
      'eve@demo.example not verified',
    ]);
    const reasons = page.getByRole('list', { name: 'Why not, or not so' });
    await reasons.getByText('This member is deactivated').waitFor();
    await page.getByRole('button', { name: 'Invite 3 people' }).click();
    const results = page.getByRole('list', { name: 'What became of each' });
    await results.getByText('added as Workspace Viewer').waitFor();
    expect(await results.getByRole('listitem').count()).toBe(6);
    await page.getByRole('group', { name: 'Link for new@acme.example' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    const members = page.getByRole('table', { name: 'Workspace members' });
    await members
      .getByRole('row', { name: /new@acme.example/ })
      .getByText('Pending')
      .waitFor();
    await page.getByRole('button', { name: 'Actions for pending@acme.example' }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await page.getByRole('button', { name: 'Remove pending@acme.example' }).click();
    await members.getByRole('row', { name: /pending@acme.example/ }).waitFor({ state: 'detached' });
    expect(pending).not.toBe('');
  });

  it('are managed by their admins, who add whom the organization knows and nobody else', async () => {
    await signIn('Grace Hopper');
    const { items } = (await ask('GET', '/organizations/ORG/members?q=grace')) as Items;
    const grace = items[0]?.id;
    const put = { effect: 'allow', role: 'Workspace Admin' };
    await ask('PUT', `/organizations/ORG/workspaces/${research}/members/${grace}/override`, put);
    const page = await signIn('Grace Hopper', membersPage());
    await page.getByRole('button', { name: 'Invite to this workspace' }).click();
    await page.getByText('You can add people who are active in Default.').waitFor();
    await page.getByLabel('Addresses').fill('stranger@acme.example');
    await page.getByText('not in the organization', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Invite 0 people' }).getAttribute('aria-description')).toBe(
      'Nobody of these would be added or invited.',
    );
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Workspace Viewer, Group: why?' }).click();
    await page.getByText('because a group says so').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'General' }).click();
    const whyNot = await page.getByRole('button', { name: 'Delete…' }).getAttribute('aria-description');
    expect(whyNot).toBe('Only an Organization Admin may do this.');
  });

  it('keep who is in them to those who have a role there', async () => {
    await signIn('Radia Perlman');
    const page = await signIn('Radia Perlman', membersPage());
    await page.getByText('Only people of Research and Organization Admins see who is in it.').waitFor();
  });

  it('are gone through by keyboard alone, at 360 px as well', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/workspaces', {
      viewport: { width: 360, height: 740 },
    });
    await tabTo(page, page.getByRole('link', { name: 'Research' }));
    await page.keyboard.press('Enter');
    const actions = page.getByRole('button', { name: 'Actions for Barbara Liskov' });
    await tabTo(page, actions);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Change role…' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Role in Research' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('[74] have names that are never markup', async () => {
    const name = '<img src=x onerror=alert(2)>';
    const { id } = (await ask('POST', '/organizations/ORG/workspaces', { name })) as { id: string };
    const page = await signIn('Ada Lovelace', `/console/ORG/settings/workspaces/${id}?tab=general`);
    await page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByLabel(`Type ${name} to go on`).waitFor();
  });

  it('have nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/workspaces');
    await page.getByRole('link', { name: 'Research' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Research' }).click();
    await page.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Invite to this workspace' }).click();
    await page.getByLabel('Addresses').fill('new2@acme.example, gone@acme.example');
    await page.getByText('1 invited · 1 cannot be').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'General' }).click();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByText('will lose access.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
