import { describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

describe.skipIf(!canBrowse)('the guide', () => {
  const { open, signIn } = testConsole();

  it('is found from the console, and finds by words what somebody looks for', async () => {
    const page = await signIn('Ada Lovelace');
    await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click();
    await page.getByRole('menuitem', { name: 'Guide' }).click();
    await page.getByRole('heading', { level: 1, name: 'The guide to Usher' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('lost key');
    const search = page.getByRole('search');
    await search.getByRole('link', { name: 'Changing keys and secrets: It is lost' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'It is lost' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/guide/key-rotation');
    await page.getByRole('link', { name: 'Operating', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Operating' }).waitFor();
  });

  it('copies a command by one press', async () => {
    const page = await open('/guide/key-rotation', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('usher lost-key --yes\n');
  });

  it.each(['/guide', '/guide/operations', '/guide/project/readme'])(
    '%s is as wide as a telephone, and has nothing that axe objects to in both themes',
    async (path) => {
      const page = await open(path, { viewport: { width: 360, height: 780 } });
      await page.getByRole('searchbox').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('link', { name: 'Pages', exact: true }).click();
      await expect.poll(() => page.getByRole('navigation', { name: 'Pages of the guide' }).isVisible()).toBe(true);
    },
  );

  it('is read without a script', async () => {
    const page = await open('/guide/backup', { javaScriptEnabled: false });
    await page.getByRole('heading', { level: 1, name: 'Backup and restore' }).waitFor();
    expect(await page.getByRole('searchbox').count()).toBe(0);
  });
});
