import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/http/logging.ts';
import { type RunningUsher, startUsher } from '../../src/start.ts';
import { accessibilityFaults, canBrowse, testBrowser } from '../support/browser.ts';
import { testDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';

describe.skipIf(!canBrowse)('the documentation of the API', { timeout: 60_000 }, () => {
  const { uri } = testDatabase();
  const openPage = testBrowser();
  let usher: RunningUsher;

  beforeAll(async () => {
    const config = loadConfig({ PORT: String(await freePort()), MONGODB_URI: uri });
    usher = await startUsher(config, { logger: createLogger('silent'), report: () => undefined });
  }, 60_000);
  afterAll(() => usher?.stop());

  /** The page as somebody sees it who has not signed in; `complaints`: of the browser, and requests elsewhere. */
  const openDocs = async () => {
    const page = await openPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:' && origin !== new URL(usher.publicUrl).origin) complaints.push(`asked ${request.url()}`);
    });
    await page.goto(`${usher.publicUrl}/docs`);
    await page.getByRole('heading', { level: 1, name: 'Usher admin API' }).waitFor();
    return { page, complaints };
  };

  it('shows every tag and operation to anybody, with nothing from elsewhere and no complaint of the browser', async () => {
    const { page, complaints } = await openDocs();
    await page.getByText('/organizations/{org}/workspaces/{ws}/members/{member}/override').first().waitFor();
    const answer = await fetch(`${usher.publicUrl}/api/v1/openapi.json`);
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
    const policy = (await fetch(`${usher.publicUrl}/docs`)).headers.get('content-security-policy');
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('has nothing that axe objects to', async () => {
    const { page } = await openDocs();
    await page.locator('.opblock').last().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page
      .getByRole('button', { name: /create a workspace/i })
      .first()
      .click();
    await page.getByText('Idempotency-Key').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
