import { describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

describe.skipIf(!canBrowse)('the frame of the console', () => {
  const { usher, open, signIn, ask, pushGroup, pushUser } = testConsole({ USER_ORG_CREATION_DISABLED: 'false' });

  it('shows a newcomer the workspace, the role and the reason, and no page that is for admins', async () => {
    const page = await signIn('Grace Hopper');
    const workspaces = page.getByRole('list', { name: 'Workspaces of Default' });
    await workspaces.getByText('Workspace Editor').waitFor();
    expect(await workspaces.innerText()).toContain('as a newcomer (SSO member settings)');
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    expect(await links.allInnerTexts()).toEqual(['Home', 'Settings']);
    await page.goto(`${usher().publicUrl}/console/${usher().defaultOrgId}/people`);
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
    await page.getByText('Organization Admin or Organization Operator of Default').waitFor();
  });

  it('shows the group that decides, and what does not count beside it', async () => {
    const page = await signIn('Alan Turing');
    await pushGroup('Organization User:Workspace 1:Workspace Viewer', ['alan@demo.example']);
    await page.reload();
    const list = page.getByRole('list', { name: 'Workspaces of Default' });
    await list
      .getByText('because the group “Organization User:Workspace 1:Workspace Viewer” says so')
      .first()
      .waitFor();
    expect(await list.innerText()).toContain('Workspace Editor, as a newcomer (SSO member settings)');
    expect(await list.innerText()).toContain('because a SCIM group decides');
  });

  it('says whom to ask when there is no workspace yet', async () => {
    await pushUser('radia@demo.example', 'Radia Perlman');
    const page = await open('/auth/login?returnTo=/console');
    await page.getByRole('button', { name: 'Radia Perlman' }).click();
    await page.getByRole('heading', { level: 1, name: 'No workspace yet' }).waitFor();
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByRole('heading', { level: 2, name: 'No workspace yet' }).waitFor();
    await page.getByText('Ask an administrator of Default to add you').waitFor();
  });

  it('sets the default organization where one is admin of both, and says otherwise why not', async () => {
    const page = await signIn('Ada Lovelace');
    const selector = page.getByRole('button', { name: /^Organization / });
    await selector.click();
    const set = page.getByRole('button', { name: 'Set Default Organization' });
    expect(await set.innerText()).toContain('This is the default organization.');
    await page.getByRole('button', { name: 'Create an organization' }).click();
    await page.getByLabel('Name').fill('Labs');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Organization Labs: choose another' }).click();
    await set.click();
    await page.getByRole('dialog', { name: 'Make Labs the default organization?' }).waitFor();
    await page.getByRole('button', { name: 'Set Default Organization' }).click();
    await page.getByText('Labs is the default organization now.').first().waitFor();
    const { organizations } = (await (await page.request.get(`${usher().publicUrl}/api/v1/me`)).json()) as {
      organizations: { name: string; isDefault: boolean }[];
    };
    expect(organizations.find(({ isDefault }) => isDefault)?.name).toBe('Labs');
    await ask('POST', '/organizations/ORG/set-default');
    const other = await signIn('Grace Hopper');
    await other.getByRole('button', { name: /^Organization / }).click();
    await other.getByRole('button', { name: 'Create an organization' }).click();
    await other.getByLabel('Name').fill('Grace and sons');
    await other.keyboard.press('Enter');
    await other.getByRole('button', { name: 'Organization Grace and sons: choose another' }).click();
    const reason = other.getByRole('button', { name: 'Set Default Organization' });
    expect(await reason.getAttribute('aria-disabled')).toBe('true');
    expect(await reason.innerText()).toContain('Only an Organization Admin of both may do this');
  });

  it('goes anywhere by the keyboard: palette, shortcuts, and back to where the focus was', async () => {
    await pushGroup('Acme Viewers', []);
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('Ada Love');
    await page.getByRole('option', { name: /Ada Lovelace/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Access' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('viewers');
    await page.getByRole('option', { name: 'Acme Viewers' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Acme Viewers' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('create a ro');
    await page.getByRole('option', { name: 'Create a role' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await tabTo(page, page.getByRole('button', { name: /^Search/ }));
    await page.keyboard.press('Enter');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe('Search');
  });

  it('keeps the theme that was chosen', async () => {
    const page = await signIn('Grace Hopper', '/console', { colorScheme: 'light' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.getByRole('button', { name: 'Account of Grace Hopper' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await expect.poll(background).not.toBe(light);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await background()).not.toBe(light);
    // The pages that no script draws know it, too.
    for (const path of ['/docs/nothing', '/auth/no-workspace']) {
      await page.goto(usher().publicUrl + path);
      expect(await background()).not.toBe(light);
    }
    await page.context().clearCookies({ name: 'usher' });
    await page.goto(usher().publicUrl);
    await page.getByText('The right people').waitFor();
    expect(await background()).not.toBe(light);
  });

  it('is a menu where there is no room, and nothing is wider than a small telephone', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG', { viewport: { width: 360, height: 740 } });
    for (const name of ['People', 'Settings: SCIM', 'Home']) {
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('menuitem', { name }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
  });

  it('offers to sign in again over the page as it is when the session ends meanwhile', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    const { items } = (await ask('GET', '/organizations/ORG/members?q=ada@demo.example')) as {
      items: { id: string }[];
    };
    await ask('DELETE', `/organizations/ORG/members/${items[0]?.id}/sessions`);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'People' }).click();
    await page.getByRole('dialog', { name: 'You are signed out' }).waitFor();
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Ada Lovelace' }).click();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  });

  it('has nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('list', { name: 'Workspaces of Default' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Organization / }).click();
    await page.getByRole('button', { name: 'Set Default Organization' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
