import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const path = '/console/ORG/settings/scim';
const markup = '<b onmouseover=alert(1)>Bob</b>';
const viewers = 'Organization User:Workspace 1:Workspace Viewer';
const editors = 'Organization User:Workspace 1:Workspace Editor';

type Held = { items: { id: string; members: number }[] };
type Members = { items: { email: string; workspaces: { role: string; source: string }[] }[] };

describe.skipIf(!canBrowse)('SCIM settings', () => {
  const { usher, signIn, ask, pushUser, pushGroup, renameGroup } = testConsole();
  let groups: Readonly<Record<string, string>>;
  beforeAll(async () => {
    await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushUser('bob@acme.example', markup);
    groups = {
      [viewers]: await pushGroup(viewers, ['barbara@acme.example']),
      [editors]: await pushGroup(editors, ['bob@acme.example']),
    };
  }, 60_000);
  const waiting = async () => (await ask('GET', '/organizations/ORG/held-changes?status=pending')) as Held;
  const accessOf = async (email: string) =>
    ((await ask('GET', `/organizations/ORG/members?q=${email}`)) as Members).items[0]?.workspaces;

  it('say where address and token go at the identity provider in place, which the name of a token tells', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('list', { name: 'Okta' }).getByText('Push Groups').waitFor();
    await ask('POST', '/organizations/ORG/scim/tokens', { description: 'Entra production' });
    await page.reload();
    await page.getByRole('list', { name: 'Microsoft Entra ID' }).waitFor();
    const address = page.getByRole('group', { name: 'Tenant URL' }).locator('code');
    expect(await address.innerText()).toBe(`${usher().scimUrl}?aadOptscim062020`);
    await page.getByRole('combobox', { name: 'Identity provider' }).click();
    await page.getByRole('option', { name: 'Another one' }).click();
    await page.waitForURL(/guide=other/);
    await page.getByRole('list', { name: 'Another one' }).waitFor();
  });

  it('make an OAuth client, show what to enter at the provider, rotate its secret and revoke it', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('button', { name: 'Make an OAuth client' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('A name for the client').fill(markup);
    await dialog.getByRole('checkbox', { name: 'Strict' }).check();
    await dialog.getByRole('button', { name: 'Make an OAuth client' }).click();
    const shown = async (name: string) => dialog.getByRole('group', { name }).locator('code').innerText();
    expect(await shown('Client secret')).toMatch(/^usher_scim_client_/);
    expect([await shown('Client id'), await shown('Token endpoint')]).toEqual([
      expect.stringMatching(/^[0-9a-f]{24}$/),
      expect.stringMatching(/\/oauth\/token$/),
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have copied it' }).first().click();
    const list = page.getByRole('list', { name: 'OAuth clients' });
    await list.getByText('strict', { exact: true }).waitFor();
    await list.getByRole('button', { name: `Rotate ${markup}` }).click();
    await dialog.getByRole('button', { name: 'Rotate' }).click();
    expect(await shown('Client secret')).toMatch(/^usher_scim_client_/);
    await page.getByRole('button', { name: 'I have copied it' }).first().click();
    await list.getByRole('button', { name: `Revoke ${markup}` }).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('heading', { name: 'No OAuth client yet' }).waitFor();
  });

  it('let the directory name roles after showing who gains what, and say on their page what each gives', async () => {
    const roles = [{ value: 'Workspace 1:Workspace Viewer' }, { value: 'Workspace 1:Boss' }];
    const hedy = await pushUser('hedy@acme.example', 'Hedy Lamarr', { roles });
    const page = await signIn('Ada Lovelace', `${path}?tab=roles`);
    await page.getByText('Named roles are kept and give nothing').waitFor();
    await page.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Roles of a person give access' }).check();
    await dialog.getByRole('list', { name: 'What this changes' }).getByText('Hedy Lamarr, Workspace 1').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save for 1 person' }).click();
    await page.getByText('Named roles count').waitFor();
    expect(await accessOf('hedy@acme.example')).toMatchObject([{ role: 'Workspace Viewer', source: 'scim-role' }]);
    await page.goto(page.url().replace(/settings.*/, `people/${hedy}`));
    await page.getByText('Gives Workspace Viewer in Workspace 1.').waitFor();
    await page.getByText(/^Gives nothing\. No role is called so\./).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await ask('PATCH', '/organizations/ORG/scim/settings', { rolesEnabled: false });
    await ask('DELETE', `/organizations/ORG/members/${hedy}`);
  });

  it('set the mass-change guard after saying what it means, and hold from then on', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByRole('tab', { name: 'Mass-change guard' }).click();
    await page.getByText('Off. Whatever the directory takes is taken at once').waitFor();
    await page.getByRole('heading', { name: 'Nothing waits' }).waitFor();
    await page.getByRole('button', { name: 'Change…' }).click();
    const save = page.getByRole('dialog').getByRole('button', { name: 'Save' });
    expect(await save.getAttribute('aria-description')).toBe('Nothing is changed yet.');
    await page.getByLabel('Hold mass changes').check();
    const meaning = page.getByRole('status', { name: 'What this means' });
    await meaning
      .getByText('Held when access goes from more than 50 people or more than 10 % of the active people (')
      .waitFor();
    await page.getByLabel('More percent of the active people than').fill('');
    await page.getByLabel('More people than').fill('');
    expect(await save.getAttribute('aria-description')).toBe('Give a number of people, a share, or both.');
    await page.getByLabel('More people than').fill('0');
    await meaning.getByText('Every loss of access').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('The mass-change guard is saved.').first().waitFor();
    expect(await ask('GET', '/organizations/ORG')).toMatchObject({
      massChangeGuard: { maxMembers: 0, maxPercent: null, windowMinutes: 60 },
    });
    await renameGroup(groups[viewers] ?? '', 'Alumni');
    await renameGroup(groups[editors] ?? '', markup);
    expect((await waiting()).items).toHaveLength(2);
  });

  it('show who would lose what by a held change, and take it after asking with the number', async () => {
    const page = await signIn('Ada Lovelace', `${path}?tab=guard`);
    await page.getByRole('tab', { name: 'Mass-change guard (2 waiting)' }).waitFor();
    await page.getByRole('table', { name: 'Held changes, newest first' }).getByRole('link', { name: viewers }).click();
    await page.waitForURL(/held=/);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The group got another name').waitFor();
    const losers = dialog.getByRole('list', { name: 'Who loses what by approval' });
    await losers.getByText('Barbara Liskov, Workspace 1').waitFor();
    expect(await losers.innerText()).toContain('Workspace Viewer');
    await dialog.getByRole('button', { name: 'Approve…' }).click();
    await page.getByRole('heading', { name: 'Take access from 1 person?' }).waitFor();
    await page.getByRole('button', { name: 'Take access from 1 person' }).click();
    await page.getByText('Approved: 1 person lost access.').first().waitFor();
    expect(await accessOf('barbara@acme.example')).toEqual([]);
    await page.getByRole('tab', { name: 'Mass-change guard (1 waiting)' }).waitFor();
  });

  it('let people keep what is held, by the keyboard alone, and tell later who decided', async () => {
    const page = await signIn('Ada Lovelace', `${path}?tab=guard`);
    await tabTo(page, page.getByRole('link', { name: editors }));
    await page.keyboard.press('Enter');
    await page.getByText(`${markup}, Workspace 1`).waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Reject…' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Keep access for 1 person' }));
    await page.keyboard.press('Enter');
    await page.getByText('Rejected: access stays with 1 person.').first().waitFor();
    expect(await accessOf('bob@acme.example')).toMatchObject([{ role: 'Workspace Editor', source: 'manual' }]);
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Rejected' }).click();
    await page.getByRole('link', { name: editors }).click();
    await page.getByRole('dialog').getByText('by Ada Lovelace').waitFor();
  });

  it('are refused to who may not see them, with whom to ask', async () => {
    const page = await signIn('Grace Hopper', path);
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  });

  it('have nothing that axe objects to in both themes at 360 px', async () => {
    const page = await signIn('Ada Lovelace', path, { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Revoke Entra production' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.goto(`${page.url()}?tab=guard&status=any`);
    await page.getByRole('link', { name: editors }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.getByRole('link', { name: viewers }).click();
    await page.getByRole('dialog').getByText('Decided').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
