import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const markup = '<b onmouseover=alert(1)>Bob</b>';

describe.skipIf(!canBrowse)('people', () => {
  const { signIn, ask, pushGroup, pushUser } = testConsole();
  beforeAll(async () => {
    await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushUser('bob@acme.example', markup);
    for (let n = 100; n < 240; n += 1) await pushUser(`many${n}@acme.example`, `Many ${n}`);
    await pushGroup('Organization User:Workspace 1:Workspace Viewer', ['barbara@acme.example', 'bob@acme.example']);
  }, 60_000);

  it('are found by the server, and the address says what was looked for', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    const table = page.getByRole('table', { name: 'People' });
    await table.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('bar');
    await page.getByText('1 person').waitFor();
    await page.waitForURL(/q=bar/);
    expect(await table.getByRole('link').allInnerTexts()).toEqual(['Barbara Liskov']);
    await page.reload();
    await page.getByText('1 person').waitFor();
    await page.getByRole('searchbox').fill('nobody at all');
    await page.getByRole('heading', { name: 'Nobody fits' }).waitFor();
  });

  it('are filtered by status', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Inactive' }).click();
    await page.waitForURL(/status=inactive/);
    await page.getByRole('heading', { name: 'Nobody fits' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
  });

  it('go on as far as one scrolls, with only the rows in sight, and are walked with the arrows', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    const first = page.getByRole('link', { name: 'Ada Lovelace' });
    await first.focus();
    const focused = async () => {
      await page.keyboard.press('PageDown');
      return page.evaluate('document.activeElement?.textContent');
    };
    await expect.poll(focused).toBe('Many 239');
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Many 239' }).waitFor();
    await page.goBack();
    await page.getByRole('table', { name: 'People' }).waitFor();
  });

  it('[74] are never markup', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=bob');
    await page.getByRole('link', { name: markup }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasText: markup }).waitFor();
  });

  it('say why they have their role where it is shown', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=barbara');
    await page.getByRole('button', { name: 'Workspace Viewer, Group: why?' }).click();
    await page.getByText('because the group “Organization User:Workspace 1:Workspace Viewer” says so').waitFor();
    await page.keyboard.press('Escape');
    expect(page.url()).toContain('people?q=barbara');
  });

  it('are invited many at once, each judged before anything is sent', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    await page.getByRole('button', { name: 'Invite people' }).click();
    await page.getByLabel('Addresses').fill('Hedy Lamarr <hedy@acme.example>, barbara@acme.example\nno address');
    const chips = page.getByRole('list', { name: 'Whom you invite' });
    await chips.getByText('Hedy Lamarr (hedy@acme.example)').waitFor();
    await chips.getByText('will be invited as Organization User').waitFor();
    await chips.getByText('is here already').waitFor();
    const before = (await ask('GET', '/organizations/ORG/invitations?limit=100')) as { items: { email: string }[] };
    expect(before.items.map(({ email }) => email)).not.toContain('hedy@acme.example');
    await page.getByRole('button', { name: 'Invite 1 person' }).click();
    await page.getByRole('group', { name: 'Link for hedy@acme.example' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    const after = (await ask('GET', '/organizations/ORG/invitations?limit=100')) as { items: { email: string }[] };
    expect(after.items.map(({ email }) => email)).toContain('hedy@acme.example');
    await page.getByRole('searchbox').fill('hedy');
    await page
      .getByRole('row', { name: /hedy@acme.example/ })
      .getByText('Pending')
      .waitFor();
  });

  it('have nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    await page.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Invite people' }).click();
    await page.getByLabel('Addresses').fill('hedy@acme.example');
    await page.getByRole('list', { name: 'Whom you invite' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
