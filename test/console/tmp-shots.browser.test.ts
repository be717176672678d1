import { expect, it } from 'vitest';
import { testConsole } from './console-page.ts';

const { signIn, ask, pushUser } = testConsole();
it('shots', { timeout: 120_000 }, async () => {
  const roles = ['Workspace 1:Workspace Viewer', 'Workspace 1:Boss', 'Organization Admin', '*:Workspace Editor'].map((value) => ({ value }));
  const hedy = await pushUser('hedy@acme.example', 'Hedy Lamarr', { roles });
  const page = await signIn('Ada Lovelace', '/console/ORG/settings/scim?tab=roles');
  const shot = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 360]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await page.waitForTimeout(300);
        await page.screenshot({ path: `/tmp/shots/${name}-${colorScheme}-${width}.png` });
      }
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  await page.getByText('Named roles are kept and give nothing').waitFor();
  await shot('tab');
  await page.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Roles of a person give access' }).check();
  await dialog.getByRole('list', { name: 'What this changes' }).waitFor();
  await shot('dialog');
  await ask('PATCH', '/organizations/ORG/scim/settings', { rolesEnabled: true });
  await page.goto(page.url().replace(/settings.*/, `people/${hedy}`));
  await page.getByText('Roles that the directory names').waitFor();
  await page.getByText('Roles that the directory names').scrollIntoViewIfNeeded();
  await shot('person');
  expect(1).toBe(1);
});
