import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, canBrowse } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

type Access = { workspaces: { role: string | null; winner: { source: string; reason?: string } | null }[] };

describe.skipIf(!canBrowse)('a person', () => {
  const { signIn, ask, pushGroup, pushUser } = testConsole();
  let id: string;
  beforeAll(async () => {
    id = await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushGroup('Organization User:Workspace 1:Workspace Viewer', ['barbara@acme.example']);
  }, 60_000);
  const inForce = async () => {
    const { workspaces } = (await ask('GET', `/organizations/ORG/members/${id}/access`)) as Access;
    return workspaces[0];
  };

  it('gets another role by an override, whose effect is shown before and which can be cleared', async () => {
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${id}`);
    const workspaces = page.getByRole('list', { name: 'In workspaces' });
    await workspaces.getByText('because the group “Organization User:Workspace 1:Workspace Viewer” says so').waitFor();
    await page.getByRole('button', { name: 'Override the role in Workspace 1' }).click();
    await page.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'Workspace Editor' }).click();
    await page.getByLabel('Reason').fill('audit season');
    const effect = page.getByRole('list', { name: 'What this changes' });
    expect(await effect.innerText()).toMatch(/~\s*Barbara Liskov\s*changes\s*Workspace Viewer → Workspace Editor/);
    await page.getByRole('button', { name: 'Give Workspace Editor' }).click();
    await workspaces.getByText('override by an admin: audit season').waitFor();
    expect(await inForce()).toMatchObject({ role: 'Workspace Editor', winner: { source: 'override' } });
    await page.getByRole('button', { name: 'Clear the override in Workspace 1' }).click();
    await page.getByRole('button', { name: 'Clear override', exact: true }).click();
    await workspaces.getByRole('button', { name: 'Workspace Viewer, Group: why?' }).waitFor();
    expect(await inForce()).toMatchObject({ role: 'Workspace Viewer', winner: { source: 'scim-group' } });
  });

  it('is deactivated after it was shown what is lost, and comes back', async () => {
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
    const lost = page.getByRole('list', { name: 'What is lost' });
    expect(await lost.innerText()).toMatch(/−\s*Workspace 1\s*loses\s*Workspace Viewer/);
    await page.getByRole('button', { name: 'Deactivate Barbara Liskov' }).click();
    await page.getByRole('heading', { level: 1, name: 'Barbara Liskov Inactive' }).waitFor();
    await page.getByText('Deactivated people have no access.').waitFor();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Reactivate…' }).click();
    await page.getByRole('button', { name: 'Reactivate Barbara Liskov' }).click();
    await page.getByRole('heading', { level: 1, name: 'Barbara Liskov Active' }).waitFor();
  });

  it('has a history, and sessions that an admin ends', async () => {
    const grace = await signIn('Grace Hopper');
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=grace');
    await page.getByRole('link', { name: 'Grace Hopper' }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('list', { name: 'What happened, newest first' }).getByText('Workspace role changed').waitFor();
    await page.getByRole('tab', { name: 'Sign-in and keys' }).click();
    await page.getByRole('button', { name: 'End the session of Chrome on Linux' }).click();
    await page.getByText('Signed in nowhere that reaches this organization.').waitFor();
    expect((await grace.request.get(new URL('/api/v1/me', grace.url()).href)).status()).toBe(401);
  });

  it('has a history that tells what happens as it happens', async () => {
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${id}?tab=history`);
    await page.getByText('Live').first().waitFor();
    const history = page.getByRole('list', { name: 'What happened, newest first' });
    const first = history.getByRole('listitem').first();
    expect(await first.innerText()).not.toContain('Deactivated');
    await ask('PATCH', `/organizations/ORG/members/${id}`, { active: false });
    await history.getByText('Organization role changed').first().waitFor();
    await expect.poll(() => history.getByText('Deactivated').count()).toBeGreaterThan(0);
    await ask('PATCH', `/organizations/ORG/members/${id}`, { active: true });
    await history.getByText('Reactivated').first().waitFor();
  });

  it('is locked after it was shown what ends, denied everything with the reason in sight, and unlocked', async () => {
    const grace = await signIn('Grace Hopper');
    const page = await signIn('Ada Lovelace', '/console/ORG/people?q=grace');
    await page.getByRole('link', { name: 'Grace Hopper' }).click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Lock…' }).click();
    const lost = page.getByRole('list', { name: 'What is lost' });
    await lost.getByText('Workspace 1').waitFor();
    await page.getByText('1 session and 0 keys end').waitFor();
    const lock = page.getByRole('button', { name: 'Lock Grace Hopper' });
    expect(await lock.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Reason').fill('The laptop was stolen');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Grace Hopper Locked' }).waitFor();
    await page.getByText('An admin has locked this person: The laptop was stolen.').waitFor();
    expect((await grace.request.get(new URL('/api/v1/me', grace.url()).href)).status()).toBe(401);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Unlock…' }).click();
    await page.getByRole('list', { name: 'What comes back' }).getByText('Workspace 1').waitFor();
    await page.getByRole('button', { name: 'Unlock Grace Hopper' }).click();
    await page.getByRole('heading', { level: 1, name: 'Grace Hopper Active' }).waitFor();
  });

  it('leads to its groups, and an invited one is invited again', async () => {
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${id}`);
    await page.getByRole('link', { name: 'Organization User:Workspace 1:Workspace Viewer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Organization User:Workspace 1:Workspace Viewer' }).waitFor();
    await ask('POST', '/organizations/ORG/invitations', { invitations: [{ email: 'hedy@acme.example' }] });
    const { items } = (await ask('GET', '/organizations/ORG/members?status=pending')) as { items: { id: string }[] };
    await page.goto(page.url().replace(/\/groups\/.*/, `/people/${items[0]?.id}`));
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Lock…' }).getByText('The invitation is not accepted yet.').waitFor();
    await page.getByRole('menuitem', { name: 'Invite again…' }).click();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('group', { name: 'hedy@acme.example' }).waitFor();
  });

  it('is perhaps one with another record, and is joined with it after it was shown who gains and loses what', async () => {
    await signIn('Radia Perlman');
    const twin = await pushUser('radia.perlman@directory.example', 'Radia Perlman');
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${twin}`);
    await page.getByRole('list', { name: 'Perhaps the same person' }).getByText('Same name').waitFor();
    await page.getByRole('button', { name: 'Join with Radia Perlman' }).click();
    const effect = page.getByRole('list', { name: 'What this changes' });
    await effect.getByText('Who signed in as Radia Perlman (radia@demo.example), Workspace 1').waitFor();
    expect(await effect.innerText()).toMatch(/loses\s*Workspace Editor/);
    await page.getByText('1 session and 0 keys of the record that goes end.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Join the two records' }).click();
    await page.getByText('The records are joined').waitFor();
    await page.getByRole('list', { name: 'Perhaps the same person' }).waitFor({ state: 'detached' });
    const { items } = (await ask('GET', '/organizations/ORG/members?q=radia')) as { items: object[] };
    expect(items).toMatchObject([{ id: twin, signedIn: true, managedBy: 'scim' }]);
  });

  it('is joined with a record that was found by name, by the keyboard alone, and not with another of the directory', async () => {
    await signIn('Alan Turing');
    await pushUser('other@directory.example', 'Somebody Else');
    const twin = await pushUser('turing@directory.example', 'A. M. Turing');
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${twin}`);
    await page.getByRole('heading', { level: 1, name: 'A. M. Turing' }).waitFor();
    const open = async () => {
      await page.getByRole('button', { name: 'More actions' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Join with another record…' }).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Join A. M. Turing with another record' }).waitFor();
    };
    const find = async (typed: string, option: string) => {
      await page.getByRole('combobox', { name: 'The other record' }).focus();
      await page.keyboard.type(typed);
      await page.getByRole('option', { name: option }).waitFor();
      await page.keyboard.press('Enter');
    };
    await open();
    await find('somebody', 'Somebody Else (other@directory.example)');
    await page.getByRole('dialog').getByText('The directory knows both').first().waitFor();
    expect(await page.getByRole('button', { name: 'Join the two records' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Choose another one' }).focus();
    await page.keyboard.press('Enter');
    await find('alan', 'Alan Turing (alan@demo.example)');
    await page.getByText('is A. M. Turing (turing@directory.example) from now on').waitFor();
    await page.getByRole('button', { name: 'Join the two records' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The records are joined').waitFor();
  });

  it('is removed by whoever types the name', async () => {
    const gone = await pushUser('gone@acme.example', 'Gone Soon');
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${gone}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Remove from the organization…' }).click();
    const remove = page.getByRole('button', { name: 'Remove Gone Soon' });
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Type Gone Soon to go on').fill('Gone Soon');
    await remove.click();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await expect(ask('GET', `/organizations/ORG/members/${gone}`)).rejects.toThrow('404');
  });

  it('who is not there is said not to be', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/people/000000000000000000000000');
    await page.getByRole('heading', { name: 'There is no such person' }).waitFor();
  });

  it('has nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', `/console/ORG/people/${id}`);
    await page.getByRole('list', { name: 'In workspaces' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Override the role in Workspace 1' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
