/** axe looks at each of some thousand elements of the page. */
import { describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse } from '../support/browser.ts';
import { testDocs } from './docs-page.ts';

describe.skipIf(!canBrowse)('the documentation of the API', { timeout: 240_000 }, () => {
  const { openDocs } = testDocs();

  it('has nothing that axe objects to in both themes', async () => {
    const { page } = await openDocs();
    const part = (name: string) => page.locator(`.opblock-tag[data-tag="${name}"]`);
    await part('Members').click();
    await page.locator('.opblock').nth(20).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await part('Workspaces').click();
    await page
      .getByRole('button', { name: /create a workspace/i })
      .first()
      .click();
    await page.getByText('Idempotency-Key').first().waitFor();
    await page.getByRole('button', { name: 'Try it out' }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
