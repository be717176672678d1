import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const viewers = 'Acme Organization User:Research:Workspace Viewer';
/** The columns of one answer, and some more. */
const manyWorkspaces = 204;
const last = 'The last room';

describe.skipIf(!canBrowse)('the access map', () => {
  const { signIn, ask, pushGroup, pushUser } = testConsole({ USER_ORG_CREATION_DISABLED: 'false' });
  beforeAll(async () => {
    const research = (await ask('POST', '/organizations/ORG/workspaces', { name: 'Research' })) as { id: string };
    const rooms = Array.from({ length: manyWorkspaces - 3 }, (_, n) => `Room ${n + 1}`);
    for (const name of [...rooms, last]) await ask('POST', '/organizations/ORG/workspaces', { name });
    await pushUser('barbara@acme.example', 'Barbara Liskov');
    const bob = await pushUser('bob@acme.example', '=1+1, "Bob" <b onmouseover=alert(1)>');
    const many = Array.from({ length: 105 }, (_, n) => 100 + n);
    await Promise.all(many.map((n) => pushUser(`many${n}@acme.example`, `Many ${n}`)));
    await pushGroup(viewers, ['barbara@acme.example', 'bob@acme.example']);
    const role = { effect: 'allow', role: 'Workspace Editor', reason: 'stands in', expiresAt: null };
    await ask('PUT', `/organizations/ORG/workspaces/${research.id}/members/${bob}/override`, role);
  }, 120_000);

  const download = async (page: Page) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    return (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  };

  it('explains what is pointed at, shows alone what is pressed, and gives the same figures as table and file', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/access-map?q=Research');
    await page.getByRole('button', { name: 'Research: 3 roles' }).hover();
    await page.getByText('3 people with access to Research: 1 Workspace Admin, 1 Workspace Editor, 1').waitFor();
    await page.getByRole('button', { name: `${viewers}: 1 role` }).hover();
    await page.getByText(`${viewers} has 2 direct members and decides 1 role in 1 workspace.`).waitFor();
    await page.getByRole('button', { name: 'Override: 1 role' }).click();
    await page.waitForURL(/only=source%2Foverride/);
    await page.getByText('1 role in 1 way').waitFor();
    expect(await page.getByRole('button', { name: /: 1 role$/ }).count()).toBe(3);
    await page.goBack();
    await page.getByText('3 roles in 3 ways').waitFor();
    await page.getByRole('button', { name: 'Table' }).click();
    const rows = page.getByRole('table', { name: 'Where access comes from' }).getByRole('row');
    const shown = (await rows.allInnerTexts()).slice(1).map((row) => row.split(/\s*\n+\s*/));
    expect(shown).toContainEqual([viewers, 'Workspace Viewer', 'Research', 'its name', '1']);
    await page.reload();
    await rows.first().waitFor();
    const lines = await download(page);
    expect(lines).toHaveLength(4);
    expect(lines).toContain(`${viewers},Workspace Viewer,Research,its name,1`);
  });

  it('goes through picture and grid with the arrow keys, and says why', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/access-map?q=Research');
    await tabTo(page, page.getByRole('button', { name: /: \d roles?$/ }).first());
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByText(/^3 people with access to Research/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Only Research').waitFor();
    await page.getByRole('tab', { name: 'Groups to workspaces' }).focus();
    await page.keyboard.press('ArrowRight');
    const grid = page.getByRole('grid', { name: 'People by workspaces' });
    await grid.getByRole('button', { name: 'Ada Lovelace in Workspace 1' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate('document.activeElement?.getAttribute("aria-label")');
    await expect.poll(focused).toBe('Barbara Liskov in Research: Workspace Viewer, Group. Why?');
    await page.keyboard.press('Enter');
    await page.getByText(`because the group “${viewers}” says so`).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Barbara Liskov in Research: Workspace Viewer, Group. Why?');
  });

  it('has people and workspaces without end, of which those in sight are there', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/access-map?tab=matrix');
    const grid = page.getByRole('grid', { name: 'People by workspaces' });
    await grid.getByRole('button', { name: 'Ada Lovelace in Workspace 1' }).focus();
    const focused = async () => {
      await page.keyboard.press('End');
      return page.evaluate('document.activeElement?.getAttribute("aria-label")');
    };
    await expect.poll(focused).toBe(`Ada Lovelace in ${last}: Workspace Admin, Organization Admin. Why?`);
    expect(await grid.getByRole('gridcell').count()).toBeLessThan(500);
    const below = async () => {
      await page.keyboard.press('PageDown');
      return grid.getByRole('rowheader').allInnerTexts();
    };
    await expect.poll(async () => (await below()).join()).toContain('Many 204');
    await grid.getByRole('columnheader', { name: last }).waitFor();
  });

  it('is a list and a file as well, with every role of everybody who fits', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/access-map?tab=matrix&as=table&q=Bob');
    const table = page.getByRole('table', { name: 'People by workspaces' });
    await table.getByRole('row', { name: /Research/ }).waitFor();
    await table.getByRole('button', { name: 'Workspace Editor, Override: why?' }).click();
    await page.getByText('override by an admin: stands in').waitFor();
    await page.keyboard.press('Escape');
    expect((await download(page)).slice(1)).toEqual([
      '"\'=1+1, ""Bob"" <b onmouseover=alert(1)>",bob@acme.example,Active,Organization User,Research,Workspace Editor,Override',
    ]);
    await page.getByRole('searchbox').fill('ada@');
    await page.waitForURL(/q=ada/);
    await page.getByText('1 person').waitFor();
    expect(await download(page)).toHaveLength(1 + manyWorkspaces);
    await page.getByRole('searchbox').fill('nobody at all');
    await page.getByRole('heading', { name: 'Nobody fits' }).waitFor();
  });

  it('is refused to who may not read it, and says what to do where nobody but admins has access', async () => {
    const grace = await signIn('Grace Hopper', '/console/ORG/access-map');
    await grace.getByRole('heading', { name: 'You may not see this page' }).waitFor();
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('button', { name: /^Organization / }).click();
    await page.getByRole('button', { name: 'Create an organization' }).click();
    await page.getByLabel('Name').fill('Bare');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Organization Bare: choose another' }).waitFor();
    await page.getByRole('link', { name: 'Access map' }).click();
    await page.getByText('Only Organization Admins have access yet.').waitFor();
    await page.getByRole('link', { name: 'Go to the groups' }).click();
    await page.getByRole('heading', { level: 1, name: 'Groups' }).waitFor();
  });

  it('has nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/access-map?q=Research');
    await page.getByRole('button', { name: 'Research: 3 roles' }).hover();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: 'People by workspaces' }).click();
    await page.getByRole('button', { name: 'Ada Lovelace in Workspace 1' }).click();
    await page.getByText('as Organization Admin').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('begins with the tables on a telephone, and nothing is wider than that', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/access-map', { viewport: { width: 360, height: 740 } });
    await page.getByRole('table', { name: 'Where access comes from' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.getByRole('tab', { name: 'People by workspaces' }).click();
    await page.getByRole('table', { name: 'People by workspaces' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.getByRole('button', { name: 'Grid' }).click();
    await page.getByRole('grid', { name: 'People by workspaces' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});
