/** The pages that answer where no door does: while the server starts, without its database, and after a fault of ours. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DomainError } from '../../src/domain/kernel/domain-error.ts';
import { answerUnknownFaults } from '../../src/http/last-answers.ts';
import { createLogger } from '../../src/http/logging.ts';
import { assignRequestId } from '../../src/http/request-id.ts';
import { pageHeaders } from '../../src/http/security-headers.ts';
import { siteFiles } from '../../src/http/site-files.ts';
import { createWaitingApp } from '../../src/server.ts';
import { accessibilityFaults, canBrowse, openPage } from '../support/browser.ts';

const publicUrl = 'http://localhost:3000';
const small = { viewport: { width: 360, height: 740 } } as const;

/** Answers as `current` says at the time, as a process does that has started meanwhile. */
async function serve(first: RequestListener) {
  let current = first;
  const server = createServer((request, response) => current(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const become = (next: RequestListener) => {
    current = next;
  };
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, become };
}

async function expectGoodLooks(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  // The style sheet is there, so that the faults of contrast would have been seen.
  expect(await page.evaluate('document.styleSheets.length')).toBeGreaterThan(0);
}

describe.skipIf(!canBrowse)('the last answers', () => {
  it('say that the server is starting, in both themes and on small screens', async () => {
    const { address } = await serve(createWaitingApp(publicUrl));
    const page = await openPage(small);
    // Looked at in rest: it would be loaded anew meanwhile.
    await page.route(`${address}/`, async (route) => {
      const { refresh: _, ...headers } = (await (await route.fetch()).headers()) as Record<string, string>;
      await route.fulfill({ response: await route.fetch(), headers });
    });
    const answer = await page.goto(`${address}/`);
    expect(answer?.status()).toBe(503);
    await page.getByRole('heading', { level: 1, name: 'Usher is starting' }).waitFor();
    await expectGoodLooks(page);
  });

  it('go on by themselves when the server is there', async () => {
    const { address, become } = await serve(createWaitingApp(publicUrl));
    const page = await openPage();
    await page.goto(`${address}/`);
    await page.getByRole('heading', { level: 1, name: 'Usher is starting' }).waitFor();
    become((_, response) => response.setHeader('content-type', 'text/html').end('<h1>There it is</h1>'));
    await page.getByRole('heading', { level: 1, name: 'There it is' }).waitFor();
  });

  it.each([
    ['a fault of ours', 500, new Error('a secret of the inside'), 'Something went wrong on our side'],
    [
      'a database that is away',
      503,
      new DomainError('unavailable', 'database_unavailable', 'away'),
      'This is not available right now',
    ],
  ])('say what to do after %s, in both themes and on small screens', async (_, status, error, heading) => {
    const app = express();
    app.use(assignRequestId(), siteFiles(pageHeaders(publicUrl)));
    app.get('/', () => {
      throw error;
    });
    app.use(answerUnknownFaults(publicUrl, createLogger('silent')));
    const { address } = await serve(app);
    const page = await openPage(small);
    const answer = await page.goto(`${address}/`);
    expect(answer?.status()).toBe(status);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.getByText(/^Request id: [\w-]{36}$/).waitFor();
    expect(await page.content()).not.toContain('secret of the inside');
    await expectGoodLooks(page);
  });
});
