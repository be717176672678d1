import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const email = 'ada@demo.example';
const first = 'correct horse battery';
const second = 'seven green ducks on a pond';

describe.skipIf(!canBrowse)('the own password', () => {
  const { open, ask } = testConsole({ AUTH_TYPE: 'basic', INITIAL_ORG_ADMIN_PASSWORD: first });
  const signIn = async (page: Page, password: string) => {
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
  };
  const signedIn = async (path: string, options = {}) => {
    const page = await open(`/auth/login?returnTo=${encodeURIComponent(path)}`, options);
    await signIn(page, first);
    return page;
  };

  it('changes by the keyboard alone, after saying what ends by it, which ends', async () => {
    const other = await signedIn('/console/account');
    await other.getByRole('button', { name: 'Make an API key' }).waitFor();
    const page = await signedIn('/console/account');
    await page.getByRole('tab', { name: 'Password' }).click();
    await page.waitForURL(/tab=password/);
    await page.getByText('1 other session and 0 API keys of yours end').waitFor();
    const change = page.getByRole('button', { name: 'Change password' });
    await tabTo(page, page.getByLabel('Current password'));
    await page.keyboard.type('a guess at it');
    await page.keyboard.press('Tab');
    await page.keyboard.type('too short');
    expect(await change.getAttribute('aria-description')).toContain('less than 12 characters');
    await page.getByLabel('New password', { exact: true }).fill(second);
    await page.keyboard.press('Tab');
    await page.keyboard.type(`${second}s`);
    expect(await change.getAttribute('aria-description')).toBe('The two new passwords differ.');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await page.getByText('The current password is wrong.').waitFor();
    await page.getByLabel('Current password').fill(first);
    await page.keyboard.press('Enter');
    await page.getByText('Your password is changed.').first().waitFor();
    await page.getByText('0 other sessions and 0 API keys').waitFor();
    await other.reload();
    await signIn(other, first);
    await other.getByRole('alert').waitFor();
    await signIn(other, second);
    await other.getByRole('button', { name: 'Make an API key' }).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('is chosen on the page of an invitation, which says what is wrong with it, in both themes and on small screens', async () => {
    const { results } = (await ask('POST', '/organizations/ORG/invitations', {
      invitations: [{ email: 'hedy@acme.example' }],
    })) as { results: { link: string }[] };
    const page = await open(new URL(results[0]?.link ?? '').pathname, { viewport: { width: 360, height: 740 } });
    const looksRight = async () => {
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    };
    await page.getByRole('heading', { level: 1, name: 'Join Default' }).waitFor();
    await page.getByText('Choose a password').waitFor();
    await looksRight();
    await tabTo(page, page.getByLabel('Your name'));
    await page.keyboard.type('Hedy Lamarr');
    await page.keyboard.press('Tab');
    await page.keyboard.type('             ');
    await page.evaluate("document.querySelector('[name=password]').setAttribute('minlength', '0')");
    await page.evaluate("document.querySelector('[name=password]').value = 'short'");
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('a password of 12 to 200 characters').waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Hedy Lamarr');
    await looksRight();
    await tabTo(page, page.getByLabel('New password'));
    await page.keyboard.type(second);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Account of Hedy Lamarr' }).waitFor();
  });
});
