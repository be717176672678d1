import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

describe.skipIf(!canBrowse)('home', () => {
  const { signIn, ask, pushGroup, pushUser } = testConsole();
  beforeAll(async () => {
    const { items } = (await ask('GET', '/organizations/ORG/workspaces')) as { items: { id: string }[] };
    await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushUser('edsger@acme.example', 'Edsger Dijkstra');
    const ends = new Date(Date.now() + 10.5 * 86_400_000).toISOString();
    const role = { effect: 'allow', role: 'Workspace Editor', reason: 'stands in', expiresAt: ends };
    const { items: found } = (await ask('GET', '/organizations/ORG/members?q=barbara')) as { items: { id: string }[] };
    await ask('PUT', `/organizations/ORG/workspaces/${items[0]?.id}/members/${found[0]?.id}/override`, role);
    await pushGroup('Book club', ['barbara@acme.example']);
  }, 60_000);

  it('ticks the first steps by what happened, and leads to the next one', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    const steps = page.getByRole('list', { name: 'First steps' });
    const open = async () => {
      const items = await steps.getByRole('listitem').all();
      const names = await Promise.all(
        items.map(async (item) => [await item.innerText(), await item.getByLabel('done').count()]),
      );
      return names.filter(([, done]) => done === 0).map(([text]) => String(text).split('\n')[0]);
    };
    await page.getByText('4 of 6 done').waitFor();
    expect(await open()).toEqual(['Match a group', 'Make a second Organization Admin']);
    await steps.getByRole('link', { name: /Match a group.*next/ }).click();
    await page.waitForURL(/groups\?tab=unmatched/);
    await page.goBack();
    await page.getByText('4 of 6 done').waitFor();
    // It is seen as it happens.
    await pushGroup('Organization User:Workspace 1:Workspace Viewer', ['edsger@acme.example']);
    await page.getByText('5 of 6 done').waitFor();
    expect(await open()).toEqual(['Make a second Organization Admin']);
  });

  it('shows the state of the house when the steps are hidden, each figure a link to what it counts', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await tabTo(page, page.getByRole('button', { name: 'Hide first steps' }));
    await page.keyboard.press('Enter');
    const figures = page.getByRole('list', { name: 'State of the house' });
    await figures.waitFor();
    await page.reload();
    const { people } = (await ask('GET', '/organizations/ORG/stats/summary')) as { people: { active: number } };
    await figures.getByRole('link', { name: `Active people ${people.active}` }).waitFor();
    await figures.getByRole('link', { name: /^Groups that give nothing 1 of \d groups?$/ }).waitFor();
    await figures.getByRole('link', { name: 'Held changes 0' }).waitFor();
    await figures.getByRole('link', { name: /^Last push (just now|\d)/ }).waitFor();
    await figures.getByRole('link', { name: /^Overrides that end soon 1 the first ends/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Barbara Liskov' }).waitFor();
    await page.goBack();
    await figures.getByRole('link', { name: /^Refused or failed requests/ }).click();
    await page.waitForURL(/activity\?outcome=refused/);
    await page.goBack();
    await page.getByRole('button', { name: 'Show first steps' }).click();
    await page.getByRole('list', { name: 'First steps' }).waitFor();
  });

  it('draws what the identity provider sent, and says the same as a table', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('button', { name: 'Hide first steps' }).click();
    const drawn = page.getByRole('img', {
      name: /^SCIM requests of the last 24 hours: \d+ succeeded, 0 refused, 0 failed$/,
    });
    await drawn.locator('canvas').waitFor();
    const { buckets } = (await ask('GET', '/organizations/ORG/stats/provisioning')) as {
      buckets: { succeeded: number }[];
    };
    const succeeded = buckets.reduce((sum, bucket) => sum + bucket.succeeded, 0);
    expect(await drawn.getAttribute('aria-label')).toContain(` ${succeeded} succeeded`);
    await page.getByRole('button', { name: '30 days' }).click();
    await page.getByRole('button', { name: 'Table' }).click();
    await page.waitForURL(/time=month/);
    await page.reload();
    const rows = page.getByRole('table', { name: 'SCIM requests over time' }).getByRole('row');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(32);
    expect((await rows.nth(1).getByRole('cell').allInnerTexts()).map(Number)).toEqual([succeeded, 0, 0]);
  });

  it('shows people without a right to all that their own access, and an Operator the people alone', async () => {
    const grace = await signIn('Grace Hopper', '/console/ORG');
    await grace.getByRole('list', { name: 'Workspaces of Default' }).getByText('Workspace Editor').waitFor();
    expect(await grace.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Your access',
      'For your programs',
    ]);
    const { items } = (await ask('GET', '/organizations/ORG/members?q=grace@demo')) as { items: { id: string }[] };
    await ask('PATCH', `/organizations/ORG/members/${items[0]?.id}`, { organizationRole: 'Organization Operator' });
    await grace.reload();
    const figures = grace.getByRole('list', { name: 'State of the house' }).getByRole('listitem');
    await figures.first().waitFor();
    expect((await figures.allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
      'Active people',
      'Pending',
      'Inactive',
    ]);
  });

  it('has nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('list', { name: 'First steps' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Hide first steps' }).click();
    await page.locator('canvas').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('is no wider than a telephone', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG', { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Hide first steps' }).click();
    await page.locator('canvas').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('table', { name: 'SCIM requests over time' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});
