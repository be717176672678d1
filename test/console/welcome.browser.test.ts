import { describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { mallory, testConsole } from './console-page.ts';

describe.skipIf(!canBrowse)('the way into the console', () => {
  const { usher, open, signIn } = testConsole();

  it('tells who is not signed in what Usher is, and how to sign in', async () => {
    const page = await open('/');
    await page.getByText('turns them into organizations, workspaces and roles').waitFor();
    expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
      '/auth/login?returnTo=/console',
    );
  });

  it('needs no script to say so', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Grace Hopper' }).waitFor();
  });

  it.each([
    ['A SCIM token', 'Ada Lovelace', 'Make a SCIM token'],
    ['An invitation', 'Ada Lovelace', 'Invite people to Default'],
    ['An API key', 'Grace Hopper', 'Make an API key'],
  ])('leads from "%s" over the sign-in straight to where it is made', async (link, name, dialog) => {
    const page = await open('/');
    await page.getByRole('link', { name: link }).click();
    await page.getByRole('button', { name }).click();
    await page.getByRole('dialog', { name: dialog }).waitFor();
  });

  it('leads who is signed in to the console', async () => {
    const page = await signIn('Grace Hopper');
    await page.goto(usher().publicUrl);
    await page.waitForURL(`${usher().publicUrl}/console/${usher().defaultOrgId}`);
    await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor();
  });

  it('brings who follows a link back to its address after the sign-in', async () => {
    const address = `/console/${usher().defaultOrgId}/people?status=active&q=ada`;
    const page = await open(address);
    await page.getByRole('button', { name: 'Ada Lovelace' }).click();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    expect(page.url()).toBe(usher().publicUrl + address);
    expect(await page.getByRole('searchbox').inputValue()).toBe('ada');
  });

  it('works with the keyboard alone, in and out again', async () => {
    const page = await open('/');
    await tabTo(page, page.getByRole('link', { name: 'Sign in' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Alan Turing' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Alan Turing' }).waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Account of Alan Turing' }));
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  });

  it('signs out here and at the identity provider, and comes back', async () => {
    const page = await signIn('Grace Hopper');
    const left = page.waitForRequest((request) => request.url().includes('/session/end'));
    await page.getByRole('button', { name: 'Account of Grace Hopper' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await left;
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    expect(page.url()).toBe(`${usher().publicUrl}/`);
    expect((await page.request.get(`${usher().publicUrl}/api/v1/me`)).status()).toBe(401);
  });

  it('[74] shows a name that is markup as text, and runs no script that is not its own', async () => {
    const page = await signIn(mallory);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(mallory);
    expect(await page.locator('img').count()).toBe(0);
    const headers = (await page.request.get(`${usher().publicUrl}/console`)).headers();
    const policy = headers['content-security-policy'];
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it('has nothing that axe objects to in both themes', async () => {
    const page = await open('/');
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
