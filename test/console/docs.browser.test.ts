import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { canBrowse } from '../support/browser.ts';
import { deploymentKey, testDocs } from './docs-page.ts';

describe.skipIf(!canBrowse)('the documentation of the API', () => {
  const { usher, openDocs } = testDocs();

  it('shows every tag and operation to anybody, with nothing from elsewhere and no complaint of the browser', async () => {
    const { page, complaints } = await openDocs();
    const answer = await fetch(`${usher().publicUrl}/api/v1/openapi.json`);
    const { paths, tags } = (await answer.json()) as Document;
    const operations = Object.values(paths).flatMap((item) => Object.values(item));
    expect(new Set(operations.flatMap((operation) => operation.tags))).toEqual(new Set(tags.map(({ name }) => name)));
    for (const { name } of tags) {
      await openPart(page, name);
      const own = operations.filter((operation) => operation.tags.includes(name));
      await expect.poll(() => page.locator('.opblock').count(), { message: name }).toBe(own.length);
    }
    await opened(page, 'Workspaces', /create a workspace/i);
    await page.getByText('Idempotency-Key').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('[74] runs no script that is not our own, and is framed by nobody', async () => {
    const { page } = await openDocs();
    await expect(page.addScriptTag({ content: 'alert("inline")' })).rejects.toThrow(/Content Security Policy/);
    const policy = (await fetch(`${usher().publicUrl}/docs`)).headers.get('content-security-policy');
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('leads to the console and to the document', async () => {
    const { page } = await openDocs();
    const hrefOf = (name: string) => page.getByRole('link', { name, exact: true }).getAttribute('href');
    expect(await hrefOf('Console')).toBe('/console');
    expect(await hrefOf('OpenAPI document')).toBe('/api/v1/openapi.json');
  });

  it('tries out what a key may do that was given to Authorize', async () => {
    const { page, complaints } = await openDocs();
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(deploymentKey);
    await page.getByRole('button', { name: 'Apply credentials' }).click();
    await page.getByRole('button', { name: 'Close' }).last().click();
    const operation = await opened(page, 'Organizations', /list the organizations/i);
    await execute(operation);
    await expect.poll(() => answerOf(operation)).toContain(usher().defaultOrgId);
    expect(complaints).toEqual([]);
  });

  it('tries out a write as who is signed in, with the example as it stands, twice', async () => {
    const { page, complaints } = await openDocs({ as: 'Ada Lovelace' });
    for (const name of ['Research', 'Marketing']) {
      const operation = await opened(page, 'Workspaces', /create a workspace/i);
      if (name === 'Research') await operation.getByRole('button', { name: 'Try it out' }).click();
      await operation.getByPlaceholder('org').fill(usher().defaultOrgId);
      const body = operation.getByRole('textbox', { name: 'Value to send' });
      expect(await body.inputValue()).toBe(JSON.stringify({ name: 'Research' }, null, 2));
      if (name !== 'Research') await body.fill(JSON.stringify({ name }));
      await execute(operation);
      await expect.poll(() => answerOf(operation)).toContain(`"name": "${name}"`);
      await operation.locator('.opblock-summary-control').click();
    }
    expect(complaints).toEqual([]);
  });

  it('is dark where the system is, and as wide as a telephone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await openDocs({ colorScheme, viewport: { width: 360, height: 800 } });
      const operation = await opened(page, 'Workspaces', /create a workspace/i);
      await operation.getByRole('button', { name: 'Try it out' }).click();
      const shown = await page.evaluate(
        '({ backgroundColor: getComputedStyle(document.body).backgroundColor, width: document.documentElement.scrollWidth })',
      );
      const backgroundColor = colorScheme === 'dark' ? 'rgb(17, 18, 20)' : 'rgb(252, 252, 251)';
      expect(shown).toEqual({ backgroundColor, width: 360 });
    }
  });
});

type Document = { paths: Record<string, Record<string, { tags: string[] }>>; tags: { name: string }[] };

async function openPart(page: Page, name: string): Promise<void> {
  const heading = page.locator(`.opblock-tag[data-tag="${name}"]`);
  await heading.waitFor();
  if ((await heading.getAttribute('data-is-open')) !== 'true') await heading.click();
}

/** The operation of this part that is called so, unfolded. */
async function opened(page: Page, part: string, summary: RegExp): Promise<Locator> {
  await openPart(page, part);
  const operation = page.locator('.opblock').filter({ hasText: summary }).first();
  await operation.locator('.opblock-summary-control').click();
  await operation.locator('.opblock-body').waitFor();
  return operation;
}

async function execute(operation: Locator): Promise<void> {
  const tryOut = operation.getByRole('button', { name: 'Try it out' });
  const send = operation.getByRole('button', { name: 'Execute' });
  await tryOut.or(send).first().waitFor();
  if (await tryOut.isVisible()) await tryOut.click();
  await send.click();
}

/** What the deployment answered. */
function answerOf(operation: Locator): Promise<string> {
  return operation.locator('.live-responses-table .response-col_description pre').first().innerText();
}
