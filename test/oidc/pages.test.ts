import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../src/domain/kernel/domain-error.ts';
import type { RefusalReason, SignInOutcome } from '../../src/domain/model/verified-claims.ts';
import { connect, disconnect } from '../../src/storage/connection.ts';
import { testDatabase } from '../support/mongod.ts';
import { admitEverybody, type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { openBrowser } from '../support/oidc-browser.ts';
import { type HostileProvider, startHostileProvider } from '../support/oidc-provider.ts';

const database = testDatabase();
let provider: HostileProvider;
let app: OidcApp;
let decide: () => SignInOutcome;

beforeAll(async () => {
  await connect(database.uri);
  provider = await startHostileProvider();
  app = await startOidcApp({ connect: () => provider.connection, decide: () => decide() });
});

afterAll(async () => {
  await app.stop();
  await provider.goDown();
  await disconnect();
});

const reasons: RefusalReason[] = ['deactivated', 'removed', 'not_invited', 'no_email', 'user_name_taken'];

describe('the pages of the door', () => {
  it.each(reasons)('%s is a 403 page that says why and whom to ask, and starts no session', async (reason) => {
    decide = () => ({ outcome: 'refused', reason, organizationName: '<b>R&D</b>' });
    const browser = openBrowser();
    const answer = await browser.visit(app.loginUrl);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Ask an administrator of &lt;b&gt;R&amp;D&lt;/b&gt;');
    expect(answer.text).not.toContain('<b>');
    expect(answer.text).toContain(`Request id: ${answer.headers.get('x-request-id')}`);
    expect(browser.cookies(app.url).size).toBe(0);
  });

  it('are complete documents, load nothing from elsewhere and are not kept', async () => {
    const answer = await openBrowser().send(`${app.url}/auth/callback/default`);
    expect(answer.text).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(answer.text).toMatch(/<main>\s*<h1>/);
    expect(answer.text).not.toMatch(/<script|<style|style=|\son\w+=/);
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|unsafe/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('an unknown connection is a 404 page', async () => {
    expect((await openBrowser().send(`${app.url}/auth/callback/other?state=x&code=y`)).status).toBe(404);
    expect((await openBrowser().send(`${app.url}/auth/login?connection=other`)).status).toBe(404);
  });

  it('a database that is away is a 503 page with Retry-After', async () => {
    decide = () => {
      throw new DomainError('unavailable', 'database_unavailable', 'The database is away.');
    };
    const answer = await openBrowser().visit(app.loginUrl);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('[65] the address to return to is cleaned before it is kept', async () => {
    decide = () => admitEverybody({ subject: 'x' } as Parameters<typeof admitEverybody>[0]);
    const answer = await openBrowser().visit(`${app.loginUrl}?returnTo=%2F%2Fevil.test`, {
      stopAt: `${app.url}/auth/callback/`,
    });
    const browser = openBrowser();
    expect(answer.url).toContain('/auth/callback/default?');
    const done = await browser.visit(`${app.loginUrl}?returnTo=//evil.test`);
    expect(done.url).toBe(`${app.url}/`);
  });
});
