import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const markup = '<b onmouseover=alert(1)>Bob</b>';
const viewers = 'Organization User:Workspace 1:Workspace Viewer';

type Listed = { items: { name: string; email: string; status: string; invitation: object | null }[] };

describe.skipIf(!canBrowse)('people', () => {
  const { signIn, ask, pushGroup, pushUser } = testConsole();
  const find = async (query: string) => ((await ask('GET', `/organizations/ORG/members?${query}`)) as Listed).items;
  const namesIn = async (page: Page) => page.getByRole('table', { name: 'People' }).getByRole('link').allInnerTexts();
  beforeAll(async () => {
    await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushUser('bob@acme.example', markup);
    for (let n = 100; n < 240; n += 10)
      await Promise.all(
        Array.from({ length: 10 }, (_, at) => pushUser(`many${n + at}@acme.example`, `Many ${n + at}`)),
      );
    await pushGroup(viewers, ['barbara@acme.example', 'bob@acme.example']);
    await ask('POST', '/organizations/ORG/workspaces', { name: 'Research' });
  }, 60_000);

  it('are found by the server, and the address says what was looked for', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    const table = page.getByRole('table', { name: 'People' });
    await table.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('bar');
    await page.getByText('1 person').waitFor();
    await page.waitForURL(/q=bar/);
    expect(await namesIn(page)).toEqual(['Barbara Liskov']);
    await page.reload();
    await page.getByText('1 person').waitFor();
    await page.getByRole('searchbox').fill('nobody at all');
    await page.getByRole('heading', { name: 'Nobody fits' }).waitFor();
  });

  it('are filtered by all that the server knows, each filter a chip and in the address, and exported so', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    for (const [filter, value] of [
      ['Workspace', 'Workspace 1'],
      ['Role given by', 'Group'],
      ['Signed in', 'Never signed in'],
    ] as const) {
      await page.getByRole('combobox', { name: filter }).click();
      await page.getByRole('option', { name: value, exact: true }).click();
    }
    await page.getByRole('combobox', { name: 'Group' }).fill('viewer');
    await page.getByRole('option', { name: viewers }).click();
    await page.keyboard.press('Escape');
    await page.getByText('2 people').waitFor();
    const chips = page.getByRole('list', { name: 'Filters' });
    const wanted = ['Workspace: Workspace 1', 'Role given by: Group', `Group: ${viewers}`, 'Never signed in'];
    await expect.poll(() => chips.getByRole('listitem').allInnerTexts()).toEqual(wanted);
    await page.reload();
    await expect.poll(() => chips.getByRole('listitem').allInnerTexts()).toEqual(wanted);
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV' }).click();
    const stream = await (await coming).createReadStream();
    const text = (await stream.toArray()).join('');
    expect((parse(text, { columns: true }) as { name: string }[]).map(({ name }) => name)).toEqual(await namesIn(page));
    await page.getByRole('button', { name: 'Remove the filter Never signed in' }).click();
    await page.waitForURL((address) => !address.search.includes('signedIn'));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
  });

  it('who are locked are counted on Home and found by a filter', async () => {
    const { items } = (await ask('GET', '/organizations/ORG/members?q=barbara')) as { items: { id: string }[] };
    await ask('POST', `/organizations/ORG/members/${items[0]?.id}/lock`, { reason: 'test' });
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('button', { name: 'Hide first steps' }).click();
    await page.getByRole('link', { name: /Locked people\s*1/ }).click();
    await page.getByRole('listitem').filter({ hasText: 'Locked' }).first().waitFor();
    await page.getByText('1 person', { exact: true }).waitFor();
    expect(await namesIn(page)).toEqual(['Barbara Liskov']);
    await page.getByRole('button', { name: 'Remove the filter Locked' }).click();
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    await ask('POST', `/organizations/ORG/members/${items[0]?.id}/unlock`);
    await page.goto(page.url().replace(/\/people.*/, ''));
    await page.getByRole('list', { name: 'State of the house' }).waitFor();
    expect(await page.getByText('Locked people').count()).toBe(0);
  });

  it('have the columns that one chose last time', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    const headers = async () => (await page.getByRole('columnheader').allInnerTexts()).slice(1);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Groups' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Managed by' }).click();
    const chosen = ['Person', 'Status', 'Organization role', 'Workspaces', 'Managed by'];
    await page.keyboard.press('Escape');
    expect(await headers()).toEqual(chosen);
    await page.reload();
    await page.getByRole('link', { name: 'Barbara Liskov' }).waitFor();
    expect(await headers()).toEqual(chosen);
  });

  it('are deactivated several at a time: what goes is counted before, and each is told after', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=many10');
    const chosen = page.getByRole('region', { name: 'What to do with whom you have chosen' });
    await page.getByRole('checkbox', { name: 'Choose Many 101' }).click();
    await page.getByRole('checkbox', { name: 'Choose Many 104' }).click({ modifiers: ['Shift'] });
    await chosen.getByText('4 people chosen').waitFor();
    await page.getByRole('checkbox', { name: 'Choose Many 103' }).click();
    await chosen.getByText('3 people chosen').waitFor();
    await chosen.getByRole('button', { name: 'Deactivate…' }).click();
    await page.getByText('3 people: 3 roles lost').waitFor();
    expect(await find('status=inactive')).toEqual([]);
    await page.getByRole('button', { name: 'Deactivate 3 people' }).click();
    await page.getByText('Done for 3 of 3.').waitFor();
    const outcomes = page.getByRole('list', { name: 'What became of each' }).getByRole('listitem');
    expect(await outcomes.allInnerTexts()).toEqual([101, 102, 104].map((n) => `Many ${n} deactivated`));
    expect((await find('status=inactive')).map(({ name }) => name)).toEqual(['Many 101', 'Many 102', 'Many 104']);
    await page.getByRole('button', { name: 'Done' }).click();
    await chosen.waitFor({ state: 'detached' });
    // Yourself, and who is inactive already, are left out, with the reason.
    await page.goto(page.url().replace(/\?.*/, ''));
    await page.getByRole('checkbox', { name: 'Choose Ada Lovelace' }).click();
    await chosen.getByRole('button', { name: 'Deactivate…' }).click();
    await page.getByText('1 person left out: this is you').waitFor();
    const deactivate = page.getByRole('button', { name: 'Deactivate 0 people' });
    expect(await deactivate.getAttribute('aria-disabled')).toBe('true');
  });

  it('are filtered, chosen and deactivated by the keyboard alone', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=many13');
    const filter = page.getByRole('button', { name: 'Filter', exact: true });
    await tabTo(page, filter);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('combobox', { name: 'Signed in' }));
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Never signed in' }).waitFor();
    await page.keyboard.type('Never');
    await page.keyboard.press('Enter');
    await page.waitForURL(/signedIn=false/);
    await page.keyboard.press('Escape');
    await expect.poll(() => filter.evaluate((button) => button.matches(':focus'))).toBe(true);
    await tabTo(page, page.getByRole('link', { name: 'Many 130' }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    const chosen = page.getByRole('region', { name: 'What to do with whom you have chosen' });
    await chosen.getByText('2 people chosen').waitFor();
    await chosen.getByRole('button', { name: 'Choose nobody' }).focus();
    await tabTo(page, chosen.getByRole('button', { name: 'Deactivate…' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Deactivate 2 people' }));
    await page.keyboard.press('Enter');
    await page.getByText('Done for 2 of 2.').waitFor();
    await page.keyboard.press('Escape');
    expect((await find('status=inactive&q=many13')).map(({ name }) => name)).toEqual(['Many 130', 'Many 131']);
  });

  it('are all chosen that a filter finds, also who is not loaded, and more than can be acted on by batches', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=many');
    const chosen = page.getByRole('region', { name: 'What to do with whom you have chosen' });
    await page.getByRole('checkbox', { name: 'Choose Many 105' }).click();
    await chosen.getByRole('button', { name: 'Choose all 140' }).click();
    await chosen.getByText('140 people chosen').waitFor();
    await chosen.getByRole('button', { name: 'Add to a workspace…' }).click();
    await page.getByRole('heading', { name: 'Add 140 people to a workspace' }).waitFor();
    await page.keyboard.press('Escape');
    await chosen.getByRole('button', { name: 'Choose nobody' }).click();
    await chosen.waitFor({ state: 'detached' });
  });

  it('without a verified address are added by an override, where one says so', async () => {
    await signIn('Eve Unproven');
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=eve');
    await page.getByRole('checkbox', { name: 'Choose Eve Unproven' }).click();
    await page.getByRole('button', { name: 'Add to a workspace…' }).click();
    await page.getByRole('combobox', { name: 'Workspace' }).click();
    await page.getByRole('option', { name: 'Research' }).click();
    await page.getByText('Without a verified address: 1 person.').waitFor();
    const add = page.getByRole('dialog').getByRole('button', { name: /^Add \d/ });
    expect(await add.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('checkbox', { name: 'Give them the role by an override' }).check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add 1 person' }).click();
    await page.getByText('Eve Unproven given the role by an override').waitFor();
    expect((await find('source=override')).map(({ name }) => name)).toEqual(['Eve Unproven']);
  });

  it('are chosen with Space and Shift, and added to a workspace as the server has judged it', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=many11');
    await page.getByRole('link', { name: 'Many 110' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('link', { name: 'Many 111' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('3 people chosen').waitFor();
    await page.getByRole('button', { name: 'Add to a workspace…' }).click();
    await page.getByRole('combobox', { name: 'Workspace' }).click();
    await page.getByRole('option', { name: 'Research' }).click();
    await page.getByText('3 added now').waitFor();
    await page.getByRole('button', { name: 'Add 3 people' }).click();
    await page.getByRole('list', { name: 'What became of each' }).getByText('many112@acme.example').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    expect((await find('source=manual')).map(({ name }) => name)).toEqual(['Many 110', 'Many 111', 'Many 112']);
  });

  it('lose no press of an arrow, however quickly they come', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=many');
    await page.getByRole('link', { name: 'Many 100' }).focus();
    // All at once, as no hand can.
    const press = (key: string, times: number) =>
      page.evaluate(`for (let n = 0; n < ${times}; n += 1)
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))`);
    const focused = () => page.evaluate('document.activeElement?.textContent');
    await press('ArrowDown', 17);
    await expect.poll(focused).toBe('Many 117');
    await press('PageDown', 5);
    await expect.poll(focused).toBe('Many 177');
    await press('ArrowUp', 7);
    await expect.poll(focused).toBe('Many 170');
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

  it('[74] are never markup, and say why they have their role where it is shown', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=bob');
    await page.getByRole('button', { name: 'Workspace Viewer, Group: why?' }).click();
    await page.getByText(`because the group “${viewers}” says so`).waitFor();
    await page.keyboard.press('Escape');
    expect(page.url()).toContain('people?q=bob');
    await page.getByRole('link', { name: markup }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasText: markup }).waitFor();
  });

  it('are invited many at once, each judged before anything is sent, and again with a new link', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    await page.getByRole('button', { name: 'Invite people' }).click();
    await page.getByLabel('Addresses').fill('Hedy Lamarr <hedy@acme.example>, barbara@acme.example\nno address');
    const chips = page.getByRole('list', { name: 'Whom you invite' });
    await chips.getByText('Hedy Lamarr (hedy@acme.example)').waitFor();
    await chips.getByText('will be invited as Organization User').waitFor();
    await chips.getByText('is here already').waitFor();
    expect(await find('status=pending')).toEqual([]);
    await page.getByRole('button', { name: 'Invite 1 person' }).click();
    const link = page.getByRole('group', { name: 'Link for hedy@acme.example' });
    const before = await link.innerText();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await find('status=pending')).toMatchObject([{ email: 'hedy@acme.example' }]);
    await page.getByRole('searchbox').fill('hedy');
    await page.waitForURL(/q=hedy/);
    const row = page.getByRole('row', { name: /hedy@acme.example/ });
    await row.getByText('Pending').waitFor();
    await row.getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Invite again…' }).click();
    await page.getByRole('button', { name: 'Invite 1 person again' }).click();
    await page.getByText('Done for 1 of 1.').waitFor();
    expect(await link.innerText()).not.toBe(before);
  });

  it.each([1440, 360])('have nothing that axe objects to in both themes at %i px', async (width) => {
    const viewport = { width, height: 800 };
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=acme.example&signedIn=false', { viewport });
    await page.getByRole('checkbox', { name: 'Choose Barbara Liskov' }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Deactivate…' }).click();
    await page.getByRole('list', { name: 'What is lost' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('combobox', { name: 'Workspace' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});
