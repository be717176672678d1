/** Fifty thousand people in the browser. What must hold is counted; how long it took is only told. */
import mongoose from 'mongoose';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canBrowse } from '../support/browser.ts';
import { manyUsers } from '../support/many-users.ts';
import { testDatabase } from '../support/mongod.ts';
import { testConsole } from './console-page.ts';

const crowd = 50_000;
/** As the page asks for them. */
const perPage = 100;

describe.skipIf(!canBrowse)('fifty thousand people', () => {
  const { uri, name } = testDatabase();
  const { signIn, ask, pushUser } = testConsole();
  const client = new mongoose.mongo.MongoClient(uri);
  beforeAll(async () => {
    const template = await pushUser('template@acme.example', 'Template');
    await client.connect();
    await manyUsers(client.db(name).collection('members'), template, crowd);
  });
  afterAll(() => client.close());

  it('are scrolled through with the rows in sight alone, by one request for each hundred', async () => {
    const page = await signIn('Ada Lovelace');
    const asked = requestsOf(page);
    await watchLongTasks(page);
    const start = performance.now();
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    tell('first rows', performance.now() - start);
    await page.getByText('50,002 people').waitFor();
    expect(asked()).toHaveLength(1);
    const goal = 3_000;
    for (let reached = 0; reached < goal; ) {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await expect.poll(() => lastRowOf(page)).toBeGreaterThan(reached);
      reached = await lastRowOf(page);
      expect(await page.getByRole('row').count()).toBeLessThan(80);
    }
    // No more pages than were scrolled through and one ahead, and nobody is asked for one by one.
    expect(asked().length).toBeLessThanOrEqual((await lastRowOf(page)) / perPage + 2);
    expect(asked().filter((path) => !path.includes('/members?'))).toEqual([]);
    tell('longest task while scrolling', await longestTask(page));
  });

  it('are found by a few requests however fast one types, and chosen five hundred at once', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people');
    await page.getByText('50,002 people').waitFor();
    const asked = requestsOf(page);
    const start = performance.now();
    await page.getByRole('searchbox').pressSequentially('crowd-4999');
    await page.getByText('11 people').waitFor();
    tell('a search', performance.now() - start);
    expect(asked().length).toBeLessThanOrEqual(10);
    await page.getByRole('searchbox').fill('');
    await page.getByText('50,002 people').waitFor();
    for (let rows = 0; rows <= 600; rows = await lastRowOf(page))
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await watchLongTasks(page);
    await page.getByRole('checkbox', { name: 'Choose everybody who is loaded' }).click();
    await page.getByText('500 people chosen, the most at once').waitFor();
    tell('longest task while choosing', await longestTask(page));
  });

  it('are told by the API one page at a time', async () => {
    for (const query of [
      'limit=100',
      'q=crowd-4999',
      'q=crowd',
      'q=nobody-at-all',
      'signedIn=false',
      'sort=-createdAt',
    ]) {
      const start = performance.now();
      const { items } = (await ask('GET', `/organizations/ORG/members?${query}`)) as { items: unknown[] };
      tell(`members?${query}`, performance.now() - start);
      expect(items.length).toBeLessThanOrEqual(perPage);
    }
  });
});

/** What the page has asked the API for about members since. */
function requestsOf(page: Page): () => string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (/\/members(\/|$)/.test(pathname)) asked.push(pathname + search);
  });
  return () => asked;
}

/** The index of the last row that is there with somebody in it. */
async function lastRowOf(page: Page): Promise<number> {
  const last = page.locator('tr:has([data-row-link])').last();
  return Number(await last.getAttribute('aria-rowindex'));
}

async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(`
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: 'longtask' });
  `);
}

async function longestTask(page: Page): Promise<number> {
  return Number(await page.evaluate('window.longest'));
}

function tell(what: string, ms: number): void {
  process.stdout.write(`${what}: ${Math.round(ms)} ms\n`);
}
