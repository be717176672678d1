/** The page that documents the API, as a stranger sees it or somebody who has signed in. */
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/http/logging.ts';
import { type RunningUsher, startUsher } from '../../src/start.ts';
import { openPage } from '../support/browser.ts';
import { testDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';

export const deploymentKey = 'the-deployment-key-of-these-tests-long-enough';
const people = [{ sub: 'ada', email: 'ada@demo.example', name: 'Ada Lovelace' }];

/** Call in a `describe`: a server with that page, and a function that opens it. */
export function testDocs() {
  const { uri } = testDatabase();
  let usher: RunningUsher;

  beforeAll(async () => {
    const config = loadConfig({
      PORT: String(await freePort()),
      MONGODB_URI: uri,
      BOOTSTRAP_API_KEY: deploymentKey,
      INITIAL_ORG_ADMIN_EMAIL: 'ada@demo.example',
    });
    usher = await startUsher(config, { logger: createLogger('silent'), report: () => undefined, people });
  }, 60_000);
  afterAll(() => usher?.stop());

  /** `complaints`: of the browser, and requests elsewhere. `as`: signed in as this person. */
  const openDocs = async ({ as, ...options }: BrowserContextOptions & { readonly as?: string } = {}) => {
    const page = await openPage(options);
    if (as !== undefined) {
      await page.goto(`${usher.publicUrl}/auth/login?returnTo=/console`);
      await page.getByRole('button', { name: as }).click();
      await page.getByRole('button', { name: `Account of ${as}` }).waitFor();
    }
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

  return { usher: () => usher, openDocs };
}
