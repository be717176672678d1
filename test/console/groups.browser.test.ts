import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const markup = '<b onmouseover=alert(1)>Group</b>';
const misspelled = 'Organization User:Workspace 1:Workspace Viewr';
const matched = 'Organization User:Workspace 1:Workspace Viewer';

type Access = { workspaces: { role: string | null; winner: { source: string } | null }[] };

describe.skipIf(!canBrowse)('groups', () => {
  const { signIn, ask, pushGroup, pushUser, renameGroup } = testConsole();
  let barbara: string;
  let design: string;
  let spelled: string;
  beforeAll(async () => {
    barbara = await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushUser('hedy@acme.example', 'Hedy Lamarr');
    spelled = await pushGroup(matched, ['hedy@acme.example']);
    await pushGroup(misspelled, ['barbara@acme.example']);
    await pushGroup(markup, []);
    design = await pushGroup('Design', ['barbara@acme.example', 'hedy@acme.example']);
  }, 60_000);
  const mappingOf = async (group: string) => {
    const { items } = (await ask('GET', `/organizations/ORG/scim/mappings?group=${group}`)) as {
      items: { id: string }[];
    };
    return items[0]?.id;
  };
  const roleOfBarbara = async () => {
    const { workspaces } = (await ask('GET', `/organizations/ORG/members/${barbara}/access`)) as Access;
    return workspaces[0]?.role ?? null;
  };

  it('are listed with what they give, found by the server and filtered by the address', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Groups' }).click();
    const table = page.getByRole('table', { name: 'Groups' });
    const row = table.getByRole('row', { name: matched });
    await row.getByText('Workspace Viewer in Workspace 1').last().waitFor();
    await row.getByText('By its name').waitFor();
    await table.getByRole('link', { name: markup }).waitFor();
    await page.getByRole('combobox', { name: 'Mapping' }).click();
    await page.getByRole('option', { name: 'Unmatched' }).click();
    await page.waitForURL(/state=unmatched/);
    await page.getByText('3 groups').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('desi');
    await page.waitForURL(/q=desi/);
    await page.getByText('1 group', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').fill('no such group');
    await page.getByRole('heading', { name: 'No group fits' }).waitFor();
  });

  it('tell on their page what their name was probably meant to say, by the keyboard alone, and what they were called', async () => {
    const id = await pushGroup('Workspace folk', []);
    await renameGroup(id, 'Organization User:Workspce 1:Workspace Viewer');
    await renameGroup(id, 'Organization User:Workspace 1:Workspace Editr');
    const page = await signIn('Ada Lovelace', `/console/ORG/groups/${id}`);
    const names = page.getByRole('list', { name: 'Names it had' }).getByRole('listitem');
    await names.nth(1).waitFor();
    expect((await names.allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
      '“Organization User:Workspce 1:Workspace Viewer” became “Organization User:Workspace 1:Workspace Editr”',
      '“Workspace folk” became “Organization User:Workspce 1:Workspace Viewer”',
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
    const suggestion = page.getByRole('button', { name: /to Workspace Editor in Workspace 1$/ });
    await tabTo(page, suggestion);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Nobody').first().waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Save mapping' }));
    await page.keyboard.press('Enter');
    await page.getByText('An admin has mapped it. Its name does not count.').waitFor();
    await suggestion.waitFor({ state: 'detached' });
    await ask('DELETE', `/organizations/ORG/scim/mappings/${await mappingOf(id)}?onDelete=remove`);
    await renameGroup(id, 'Quiet');
  });

  it('that give nothing wait with the reason, and one button opens the mapping that was meant', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups?tab=unmatched');
    const item = page.getByRole('listitem').filter({ hasText: misspelled });
    await item.getByText('There is no workspace role of that name. Did you mean role “Workspace Viewer”').waitFor();
    await item.getByRole('button', { name: `Map ${misspelled} to Workspace Viewer in Workspace 1` }).click();
    const effect = page.getByRole('list', { name: 'What this changes' });
    await effect.getByText('Barbara Liskov, Workspace 1').waitFor();
    expect(await effect.innerText()).toMatch(/\+\s*Barbara Liskov, Workspace 1\s*gains\s*Workspace Viewer/);
    expect(await roleOfBarbara()).toBeNull();
    await page.getByRole('button', { name: 'Save mapping for 1 person' }).click();
    await page.getByText(`The mapping of ${misspelled} is saved.`).waitFor();
    await item.waitFor({ state: 'detached' });
    expect(await roleOfBarbara()).toBe('Workspace Viewer');
  });

  it('show who is in them, and get another mapping after its effect on everybody was shown', async () => {
    const page = await signIn('Ada Lovelace', `/console/ORG/groups/${design}`);
    await page.getByRole('heading', { name: 'Members: 2 people' }).waitFor();
    await page.getByRole('link', { name: 'Hedy Lamarr' }).waitFor();
    await page.getByRole('button', { name: 'Map explicitly…' }).click();
    await page.waitForURL(/map=true/);
    await page.getByRole('combobox', { name: 'Workspace', exact: true }).click();
    await page.getByRole('option', { name: 'Workspace 1' }).click();
    await page.getByRole('combobox', { name: 'Role there' }).click();
    await page.getByRole('option', { name: 'Workspace Editor' }).click();
    await page.getByText(/^2 people: /).waitFor();
    await page.getByRole('button', { name: 'Save mapping for 2 people' }).click();
    const gives = page.getByRole('list', { name: 'What it gives' });
    await gives.getByText('Workspace Editor in Workspace 1').waitFor();
    expect(await roleOfBarbara()).toBe('Workspace Editor');
    await page.getByRole('button', { name: 'Delete mapping…' }).click();
    await page.getByRole('combobox', { name: 'What members have by it now' }).click();
    await page.getByRole('option', { name: 'They lose it' }).click();
    await page.getByRole('button', { name: 'Delete mapping for 2 people' }).click();
    await page.getByRole('heading', { level: 1, name: 'Design Unmatched' }).waitFor();
    expect(await roleOfBarbara()).toBe('Workspace Viewer');
  });

  it('are mapped before the directory pushes them', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups?tab=waiting');
    await page.getByRole('button', { name: 'Map a name…' }).click();
    await page.getByLabel('Name of the group').fill('Research');
    await page.getByRole('combobox', { name: 'Organization role' }).click();
    await page.getByRole('option', { name: 'Organization Viewer' }).click();
    await page.getByText('Nobody’s access changes.').waitFor();
    await page.getByRole('button', { name: 'Save mapping' }).click();
    const waiting = page.getByRole('listitem').filter({ hasText: 'Research' });
    await waiting.getByText('Organization Viewer').waitFor();
    await page.getByRole('button', { name: 'Delete the mapping of Research' }).click();
    await page.getByText('Nobody’s access changes.').waitFor();
    await page.getByRole('button', { name: 'Delete mapping' }).click();
    await page.getByText('No mapping waits.').waitFor();
  });

  it('have names that are explained before there is a group, in an address that can be handed on', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups?tab=naming');
    await page.getByLabel('Name of a group').fill(matched);
    await page.getByText('Gives Workspace Viewer in Workspace 1, Organization User.').waitFor();
    await page.getByLabel('Name of a group').fill('Organization User-Workspace 1-Workspace Viewer');
    await page.getByRole('button', { name: `Try “${matched}”` }).click();
    await page.getByText('Gives Workspace Viewer in Workspace 1, Organization User.').waitFor();
    await page.waitForURL(/name=/);
    await page.reload();
    await page.getByText('Gives Workspace Viewer in Workspace 1, Organization User.').waitFor();
  });

  it('are read by other rules only after it was shown who loses by them', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups?tab=naming');
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByRole('combobox', { name: 'Naming convention' }).click();
    await page.getByRole('option', { name: 'Switched off' }).click();
    const effect = page.getByRole('list', { name: 'What this changes' });
    await effect.getByText('Hedy Lamarr, Workspace 1').waitFor();
    expect(await effect.innerText()).toMatch(/−\s*Hedy Lamarr, Workspace 1\s*loses\s*Workspace Viewer/);
    await page.getByRole('button', { name: 'Save for 1 person' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await ask('GET', '/organizations/ORG/scim/settings')).toMatchObject({ conventionEnabled: true });
  });

  it('are walked by the keyboard alone, from the list into one and back', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups');
    await page.getByRole('link', { name: matched }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('link', { name: misspelled }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('link', { name: matched }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`groups/${spelled}`));
    await page.getByRole('heading', { level: 1, name: matched }).waitFor();
    await page.goBack();
    await page.getByRole('table', { name: 'Groups' }).waitFor();
  });

  it('are refused to who may not see them, with whom to ask', async () => {
    const page = await signIn('Grace Hopper', '/console/ORG/groups');
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  });

  it('have nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups');
    await page.getByRole('link', { name: matched }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    for (const tab of ['Unmatched', 'Waiting', 'Naming']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel').getByRole('button').first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    await page.goto(`${new URL(page.url()).origin}${new URL(page.url()).pathname}/${design}?map=true`);
    await page.getByRole('button', { name: 'Add a workspace' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('fit a screen of 360 px without scrolling sideways', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups', { viewport: { width: 360, height: 740 } });
    await page.getByRole('link', { name: matched }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.goto(`${page.url()}/${design}?map=true`);
    await page.getByRole('button', { name: 'Add a workspace' }).click();
    const workspace = page.getByRole('combobox', { name: 'Workspace' }).first();
    await workspace.click();
    await page.getByRole('option', { name: 'All workspaces, later ones too' }).click();
    const edgeOf = async (part: Locator) => {
      const box = await part.boundingBox();
      return (box?.x ?? 0) + (box?.width ?? Number.NaN);
    };
    expect(await edgeOf(workspace.locator('svg'))).toBeLessThan(await edgeOf(workspace));
  });
});
