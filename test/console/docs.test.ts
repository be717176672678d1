import { describe, expect, it } from 'vitest';
import { canBrowse } from '../support/browser.ts';
import { testDocs } from './docs-page.ts';

describe.skipIf(!canBrowse)('the documentation of the API', { timeout: 60_000 }, () => {
  const { usher, openDocs } = testDocs();

  it('shows every tag and operation to anybody, with nothing from elsewhere and no complaint of the browser', async () => {
    const { page, complaints } = await openDocs();
    await page.getByText('/organizations/{org}/workspaces/{ws}/members/{member}/override').first().waitFor();
    const answer = await fetch(`${usher().publicUrl}/api/v1/openapi.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, object> };
    const operations = Object.values(paths).flatMap((item) => Object.keys(item));
    await expect.poll(() => page.locator('.opblock').count()).toBe(operations.length);
    await page
      .getByRole('button', { name: /create a workspace/i })
      .first()
      .click();
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
});
