import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { accessibilityFaults, canBrowse } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const title = 'Confirm it is you';
const elevenMinutes = 11 * 60_000;

afterEach(() => shiftClock(0));

/** Names a token, and asks for it. */
async function orderToken(page: Page) {
  await page.getByRole('button', { name: 'Make a SCIM token' }).click();
  await page.getByLabel('A name for the token').fill('Okta of tomorrow');
  await page.getByRole('dialog').getByRole('button', { name: 'Make a SCIM token' }).click();
}

const looksRight = async (page: Page) => {
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
};

describe.skipIf(!canBrowse)('a sign-in that is some time ago', () => {
  const { signIn } = testConsole();

  it('is confirmed at the provider in another tab, and what was typed goes on', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/settings/scim');
    shiftClock(elevenMinutes);
    await orderToken(page);
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.waitFor();
    await looksRight(page);
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      dialog.getByRole('link', { name: 'Confirm at your identity provider' }).click(),
    ]);
    shiftClock(0);
    await other.getByRole('button', { name: 'Ada Lovelace' }).click();
    await page.getByText('usher_scim_').first().waitFor();
    await page.getByText('Okta of tomorrow').first().waitFor();
    expect(page.url()).toContain('/settings/scim');
  });

  it('stays unconfirmed where somebody else comes back, or the reader does not go, and a file waits for it too', async () => {
    const page = await signIn('Ada Lovelace', `/console/ORG/people`);
    shiftClock(elevenMinutes);
    await page.getByRole('link', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: title });
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      dialog.getByRole('link', { name: 'Confirm at your identity provider' }).click(),
    ]);
    shiftClock(0);
    await other.getByRole('button', { name: 'Grace Hopper' }).click();
    await other.getByRole('heading', { name: 'You came back as somebody else' }).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('This was not done').first().waitFor();
    expect(await page.getByRole('dialog', { name: 'You are signed out' }).count()).toBe(0);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('members.csv');
  });
});

describe.skipIf(!canBrowse)('a sign-in with a password that is some time ago', () => {
  const password = 'correct horse battery';
  const { open, usher } = testConsole({ AUTH_TYPE: 'basic', INITIAL_ORG_ADMIN_PASSWORD: password });

  it('is confirmed by the password, in the dialog and by the keyboard', async () => {
    const page = await open(`/auth/login?returnTo=/console/${usher().defaultOrgId}/settings/scim`);
    await page.getByLabel('Email address').fill('ada@demo.example');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Make a SCIM token' }).waitFor();
    shiftClock(elevenMinutes);
    await orderToken(page);
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.getByLabel('Your password').fill('not this one');
    await page.keyboard.press('Enter');
    await dialog.getByText('The password is wrong.').waitFor();
    await looksRight(page);
    await dialog.getByLabel('Your password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('usher_scim_').first().waitFor();
  });
});
