/** The page that documents the API, as somebody sees it who has not signed in. */
import { afterAll, beforeAll } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/http/logging.ts';
import { type RunningUsher, startUsher } from '../../src/start.ts';
import { testBrowser } from '../support/browser.ts';
import { testDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';

/** Call in a `describe`: a server with that page, and a function that opens it. */
export function testDocs() {
  const { uri } = testDatabase();
  const openPage = testBrowser();
  let usher: RunningUsher;

  beforeAll(async () => {
    const config = loadConfig({ PORT: String(await freePort()), MONGODB_URI: uri });
    usher = await startUsher(config, { logger: createLogger('silent'), report: () => undefined });
  }, 60_000);
  afterAll(() => usher?.stop());

  /** `complaints`: of the browser, and requests elsewhere. */
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

  return { usher: () => usher, openDocs };
}
