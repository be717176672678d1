import { describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse, tabTo } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const path = '/console/ORG/settings/organization';

type Organization = { id: string; name: string };

describe.skipIf(!canBrowse)('the organization', () => {
  const { signIn, ask, usher } = testConsole({ USER_ORG_CREATION_DISABLED: 'false' });
  const stored = () => ask('GET', '/organizations/ORG');

  it('is renamed, and says why the default one may not be deleted', async () => {
    const page = await signIn('Ada Lovelace', path);
    const rename = page.getByRole('button', { name: 'Rename' });
    expect(await rename.getAttribute('aria-description')).toBe('Change the name first.');
    await page.getByLabel('Name').fill('Acme');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Organization Acme: choose another' }).waitFor();
    expect(await stored()).toMatchObject({ name: 'Acme' });
    const remove = page.getByRole('button', { name: 'Delete…' });
    expect(await remove.getAttribute('aria-description')).toContain('This is the default organization');
    await remove.focus();
    await page.keyboard.press('Enter');
    expect(page.url()).not.toContain('remove');
  });

  it('invites nobody while its switch is off, and says so where people would be invited', async () => {
    const page = await signIn('Ada Lovelace', path);
    const box = page.getByRole('checkbox', { name: 'People may be invited' });
    await tabTo(page, box);
    await page.keyboard.press('Space');
    await page.getByText('Nobody is invited from now on.').first().waitFor();
    expect(await stored()).toMatchObject({ invitationsEnabled: false });
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page
      .getByRole('button', {
        name: 'Invite people',
        description: 'Invitations are switched off, under Settings > Organization.',
      })
      .waitFor();
    await page.goBack();
    await box.click();
    await page.getByText('People may be invited again.').first().waitFor();
    expect(await stored()).toMatchObject({ invitationsEnabled: true });
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('keeps events for as long as is said, and asks once more before any go', async () => {
    const page = await signIn('Ada Lovelace', path);
    await page.getByLabel('Days that events are kept').fill('12');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Days that events are kept').fill('90');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Keep events for 90 days?' });
    await dialog.getByText('Nothing is that old now').waitFor();
    expect(await stored()).toMatchObject({ auditRetentionDays: null });
    await dialog.getByRole('button', { name: 'Delete what is older' }).click();
    await page.getByText('What is kept of the audit log is saved.').first().waitFor();
    await page.getByLabel('Days that events are kept').fill('');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save', description: 'Nothing is changed yet.' }).waitFor();
    expect(await stored()).toMatchObject({ auditRetentionDays: null });
  });

  it('is renamed, and keeps events for as long as is said, by the keyboard alone', async () => {
    const page = await signIn('Ada Lovelace', path);
    await tabTo(page, page.getByLabel('Name'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Acme Limited');
    await tabTo(page, page.getByRole('button', { name: 'Rename' }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Organization Acme Limited: choose another' }).waitFor();
    await tabTo(page, page.getByLabel('Days that events are kept'));
    await page.keyboard.type('400');
    await tabTo(page, page.getByRole('button', { name: 'Save' }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Keep events for 400 days?' });
    await tabTo(page, dialog.getByRole('button', { name: 'Delete what is older' }));
    await page.keyboard.press('Enter');
    await page.getByText('What is kept of the audit log is saved.').first().waitFor();
    expect(await stored()).toMatchObject({ name: 'Acme Limited', auditRetentionDays: 400 });
    await ask('PATCH', '/organizations/ORG', { name: 'Acme', auditRetentionDays: null });
  });

  it('goes when its name was typed, after what goes was shown and counted', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    const session = page.context().request;
    const { csrfToken } = (await (await session.get(`${usher().publicUrl}/api/v1/me`)).json()) as { csrfToken: string };
    const made = await session.post(`${usher().publicUrl}/api/v1/organizations`, {
      data: { name: 'Doomed' },
      headers: { 'X-CSRF-Token': csrfToken, Origin: usher().publicUrl },
    });
    const { id } = (await made.json()) as Organization;
    await page.goto(`${usher().publicUrl}/console/${id}/settings/organization`);
    await tabTo(page, page.getByRole('button', { name: 'Delete…' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/remove=true/);
    const goes = page.getByRole('list', { name: 'What goes' });
    await goes.getByText('1 person with all access here.').waitFor();
    await goes.getByText('1 workspace and 0 groups').waitFor();
    const remove = page.getByRole('button', { name: 'Delete it for 1 person' });
    expect(await remove.getAttribute('aria-description')).toBe('Type Doomed to go on');
    await page.getByLabel('Type Doomed to go on').fill('Doomed');
    await page.keyboard.press('Enter');
    await page.getByText('Doomed is deleted.').first().waitFor();
    await page.waitForURL(new RegExp(`/console/${usher().defaultOrgId}$`));
    const { items } = (await ask('GET', '/organizations')) as { items: Organization[] };
    expect(items.map((one) => one.id)).not.toContain(id);
  });

  it('is set up by its admins alone', async () => {
    const page = await signIn('Grace Hopper', path);
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  });

  it('has nothing that axe objects to in both themes at 360 px', async () => {
    const page = await signIn('Ada Lovelace', path, { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Delete…' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});
