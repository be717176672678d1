import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

type Access = { workspaces: { role: string | null; winner: { source: string } | null }[] };

describe.skipIf(!canBrowse)('groups that admins make', () => {
  const { signIn, ask, pushUser } = testConsole();
  let barbara: string;
  let hedy: string;
  beforeAll(async () => {
    barbara = await pushUser('barbara@acme.example', 'Barbara Liskov');
    hedy = await pushUser('hedy@acme.example', 'Hedy Lamarr');
  }, 60_000);
  const accessOf = async (member: string) => {
    const { workspaces } = (await ask('GET', `/organizations/ORG/members/${member}/access`)) as Access;
    return workspaces.map(({ role, winner }) => [role, winner?.source]);
  };
  const makeGroup = async (displayName: string, members: readonly string[] = []) => {
    const { items } = (await ask('GET', '/organizations/ORG/workspaces')) as { items: { id: string }[] };
    const targets = [{ workspaceId: items[0]?.id, workspaceRole: 'Workspace Viewer' }];
    return ((await ask('POST', '/organizations/ORG/groups', { displayName, targets, members })) as { id: string }).id;
  };

  it('begin with a name, roles and people, and are there after it was shown who gains what', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups');
    await page.getByRole('tab', { name: 'By admins' }).click();
    await page.getByRole('heading', { name: 'Admins have made no group yet' }).waitFor();
    await page.getByRole('button', { name: 'Make a group…' }).click();
    await page.waitForURL(/make=true/);
    await page.getByLabel('Name', { exact: true }).fill('Data');
    await page.getByRole('combobox', { name: 'Workspace', exact: true }).click();
    await page.getByRole('option', { name: 'Workspace 1' }).click();
    await page.getByRole('combobox', { name: 'Role there' }).click();
    await page.getByRole('option', { name: 'Workspace Editor' }).click();
    await page.getByRole('combobox', { name: 'People' }).fill('barb');
    await page.getByRole('option', { name: 'Barbara Liskov, barbara@acme.example' }).click();
    await page.getByRole('list', { name: 'Who comes in' }).getByText('Barbara Liskov').waitFor();
    const effect = page.getByRole('list', { name: 'What this changes' });
    await effect.getByText('Barbara Liskov, Workspace 1').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make group for 1 person' }).click();
    await page.getByText('Data is there.').waitFor();
    const row = page.getByRole('table', { name: 'Groups made by admins' }).getByRole('row', { name: 'Data' });
    await row.getByText('Workspace Editor in Workspace 1').last().waitFor();
    expect(await accessOf(barbara)).toEqual([['Workspace Editor', 'admin-group']]);
    await page.getByRole('tab', { name: 'Directory' }).click();
    await page.getByRole('heading', { name: 'No group is here yet' }).waitFor();
  });

  it('take people in, let one go and give something else, each after its effect', async () => {
    const group = await makeGroup('Research', [barbara]);
    const page = await signIn('Ada Lovelace', `/console/ORG/groups/${group}`);
    await page.getByText('Admins, here. The directory does not see it').waitFor();
    await page.getByRole('button', { name: 'Add people…' }).click();
    await page.getByRole('combobox', { name: 'People' }).fill('hedy');
    await page.getByRole('option', { name: 'Hedy Lamarr' }).click();
    await page.getByRole('list', { name: 'What this changes' }).getByText('Hedy Lamarr, Workspace 1').waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('1 person now in Research.').waitFor();
    await page.getByRole('heading', { name: 'Members: 2 people' }).waitFor();
    await page.getByRole('button', { name: 'Take out Hedy Lamarr' }).click();
    const effect = page.getByRole('list', { name: 'What this changes' });
    await effect.getByText('Hedy Lamarr, Workspace 1').waitFor();
    await page.getByRole('button', { name: 'Take out', exact: true }).click();
    await page.getByText('Hedy Lamarr is no longer in Research.').waitFor();
    expect(await accessOf(hedy)).toEqual([]);
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Science');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Science' }).waitFor();
  });

  it('are handed over to the directory', async () => {
    const group = await makeGroup('Sales', [hedy]);
    const page = await signIn('Ada Lovelace', `/console/ORG/groups/${group}`);
    await page.getByRole('button', { name: 'Hand over…' }).click();
    await page.getByText('Nobody’s access changes.').waitFor();
    await page.getByRole('button', { name: 'Hand over', exact: true }).click();
    await page.getByText('Sales is the directory’s now.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Sales Explicit' }).waitFor();
    await page.getByText('The directory', { exact: true }).waitFor();
    expect(await accessOf(hedy)).toEqual([['Workspace Viewer', 'scim-group']]);
  });

  it('go, after it was shown who loses what', async () => {
    const group = await makeGroup('Legal', [barbara, hedy]);
    const page = await signIn('Ada Lovelace', `/console/ORG/groups/${group}`);
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('heading', { name: 'Delete Legal?' }).waitFor();
    await page.getByRole('dialog').getByRole('heading', { name: 'What this changes' }).waitFor();
    await page.getByRole('button', { name: /^Delete group/ }).click();
    await page.getByText('Legal is deleted.').waitFor();
    await page.waitForURL(/tab=made/);
    await page.getByRole('table', { name: 'Groups made by admins' }).waitFor();
    expect(await page.getByRole('link', { name: 'Legal' }).count()).toBe(0);
  });

  it('say so beside each role that they give, and people are found by them', async () => {
    await makeGroup('Ethics', [hedy]);
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${barbara}`);
    await page.getByText('because the group “Data”, which admins made, says so').first().waitFor();
    await page.goto(page.url().replace(`/${barbara}`, '?source=admin-group'));
    await page.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
  });

  it('have nothing that axe objects to in both themes, and fit 360 px', async () => {
    const group = await makeGroup('Wide', [barbara, hedy]);
    const page = await signIn('Ada Lovelace', `/console/ORG/groups/${group}`, {
      viewport: { width: 360, height: 740 },
    });
    const fits = async () => {
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    };
    await page.getByRole('button', { name: 'Take out Hedy Lamarr' }).waitFor();
    await fits();
    const address = page.url();
    await page.goto(`${address}?map=true`);
    await page.getByRole('button', { name: 'Add a workspace' }).waitFor();
    await fits();
    await page.goto(address.replace(`/${group}`, '?tab=made'));
    await page.getByRole('link', { name: 'Wide' }).waitFor();
    await fits();
  });

  it('are walked by the keyboard alone', async () => {
    const group = await makeGroup('Keys', [barbara]);
    const page = await signIn('Ada Lovelace', '/console/ORG/groups?tab=made');
    await page.getByRole('link', { name: 'Keys' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`groups/${group}`));
    await page.getByRole('button', { name: 'Add people…' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'People' }).focus();
    await page.keyboard.type('hedy');
    await page.getByRole('option', { name: 'Hedy Lamarr' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Who comes in' }).getByText('Hedy Lamarr').waitFor();
    // The first closes the list of what was found.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add people…' }).and(page.locator(':focus')).waitFor();
  });
});
