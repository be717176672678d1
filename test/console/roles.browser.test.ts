import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const markup = '<b onmouseover=alert(1)>Role</b>';

type Roles = { items: { name: string; permissions: string[]; rank: number }[] };

describe.skipIf(!canBrowse)('roles', () => {
  const { signIn, ask, pushGroup, pushUser } = testConsole();
  beforeAll(async () => {
    await ask('POST', '/organizations/ORG/roles', { name: 'Auditor', permissions: ['workspace:read'] });
    await ask('POST', '/organizations/ORG/roles', { name: markup, basedOn: 'Workspace Viewer' });
    await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushGroup('Organization User:Workspace 1:Auditor', ['barbara@acme.example']);
  }, 60_000);
  const stored = async (name: string) => {
    const { items } = (await ask('GET', '/organizations/ORG/roles?limit=100')) as Roles;
    return items.find((role) => role.name === name) ?? null;
  };

  it('are one table of who may do what, built-in and custom', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/roles');
    const table = page.getByRole('table', { name: 'In a workspace' });
    const headers = table.getByRole('columnheader');
    await table.getByRole('columnheader', { name: markup }).waitFor();
    const names = await headers.allInnerTexts();
    const cells = await table
      .getByRole('row', { name: /workspace:write/ })
      .getByRole('cell')
      .allInnerTexts();
    const mayWrite = names.slice(1).filter((_, at) => /may$/.test(cells[at] ?? ''));
    expect(mayWrite).toEqual(['Workspace Admin', 'Workspace Editor']);
    await page.getByRole('table', { name: 'In the organization' }).waitFor();
  });

  it('are made of ticked permissions, beginning with those of another', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/roles');
    await page.getByRole('button', { name: 'Create a role' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Author');
    await page.getByRole('combobox', { name: 'Begin with what this role may do' }).click();
    await page.getByRole('option', { name: 'Workspace Editor' }).click();
    await page.getByLabel('See who is in the workspace').uncheck();
    await page.getByRole('button', { name: 'Create role' }).click();
    await page.getByText('Author is there, to be given.').waitFor();
    await page.getByRole('columnheader', { name: 'Author' }).waitFor();
    expect((await stored('Author'))?.permissions.toSorted()).toEqual(['workspace:read', 'workspace:write']);
    await page.getByRole('button', { name: 'Delete Author' }).click();
    await page.getByText('Nobody has it, no group gives it, and newcomers do not get it.').waitFor();
    await page.getByRole('button', { name: 'Delete role' }).click();
    await page.getByText('Author is deleted.').waitFor();
    expect(await stored('Author')).toBeNull();
  });

  it('change after it was shown who may do what from then on', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/roles');
    await page.getByRole('button', { name: 'Change Auditor' }).click();
    await page.getByLabel('Change what is in the workspace').check();
    const effect = page.getByRole('list', { name: 'What this changes' });
    await effect.getByText('Barbara Liskov, Workspace 1').waitFor();
    expect(await effect.innerText()).toContain('+ workspace:write');
    expect((await stored('Auditor'))?.permissions).toEqual(['workspace:read']);
    await page.getByRole('button', { name: 'Save role for 1 person' }).click();
    await page.getByText('Auditor is saved.').waitFor();
    expect((await stored('Auditor'))?.permissions).toContain('workspace:write');
  });

  it('that somebody uses say who, and are not deleted', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/roles');
    await page.getByRole('button', { name: 'Who uses Auditor' }).click();
    const uses = page.getByRole('list', { name: 'Uses' });
    await uses.getByRole('link', { name: 'Organization User:Workspace 1:Auditor' }).waitFor();
    await uses.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete Auditor' }).click();
    await uses.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
    const remove = page.getByRole('button', { name: 'Delete role' });
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    expect(await remove.getAttribute('aria-description')).toBe('It is in use.');
  });

  it('are made, changed and deleted by the keyboard alone', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/roles');
    await tabTo(page, page.getByRole('button', { name: 'Create a role' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('Name', { exact: true }));
    await page.keyboard.type('Typist');
    await tabTo(page, page.getByLabel('See who is in the workspace'));
    await page.keyboard.press('Space');
    await tabTo(page, page.getByRole('button', { name: 'Create role' }));
    await page.keyboard.press('Enter');
    await page.getByText('Typist is there, to be given.').waitFor();
    expect((await stored('Typist'))?.permissions).toEqual(['workspace-members:read']);
    await page.getByRole('button', { name: 'Create a role' }).focus();
    await tabTo(page, page.getByRole('button', { name: 'Delete Typist' }));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Nobody has it').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Delete role' }));
    await page.keyboard.press('Enter');
    await page.getByText('Typist is deleted.').waitFor();
  });

  it('tell a name that is taken beside the name, and keep what was typed', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/roles');
    await page.getByRole('button', { name: 'Create a role' }).click();
    await page.waitForURL(/change=new/);
    await page.getByLabel('Name', { exact: true }).fill('Auditor');
    await page.keyboard.press('Enter');
    await page.getByText('A role named "Auditor" exists already.').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Auditor');
  });

  it('are refused to who may not see them, with whom to ask', async () => {
    const page = await signIn('Grace Hopper', '/console/ORG/settings/roles');
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  });

  it('have nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/roles');
    await page.getByRole('columnheader', { name: 'Auditor' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Change Auditor' }).click();
    await page.getByRole('button', { name: 'Save role' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('fit a screen of 360 px: the table scrolls, and not the page', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/roles', { viewport: { width: 360, height: 740 } });
    await page.getByRole('columnheader', { name: 'Auditor' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});
