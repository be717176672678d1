import { once } from 'node:events';
import { get } from 'node:http';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { accessibilityFaults, canBrowse } from '../support/browser.ts';
import { testConsole } from './console-page.ts';

const markup = '<b onmouseover=alert(1)>Bob</b>';

type Logged = { items: { status: number; requestId: string; path: string }[] };

describe.skipIf(!canBrowse)('activity', () => {
  const { signIn, ask, pushGroup, pushUser, usher } = testConsole();
  let refused: string;
  beforeAll(async () => {
    await pushUser('barbara@acme.example', 'Barbara Liskov');
    await pushUser('bob@acme.example', markup);
    await pushGroup('Organization User:Workspace 1:Workspace Viewer', ['barbara@acme.example']);
    const authorization = `Bearer ${await usher().issueScimToken('test')}`;
    await fetch(`${usher().scimUrl}/Users`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'barbara@acme.example',
        displayName: markup,
      }),
    });
    // The log is written after the answer.
    refused = await vi.waitFor(
      async () => {
        const { items } = (await ask('GET', '/organizations/ORG/scim/requests?minStatus=400')) as Logged;
        expect(items).toHaveLength(1);
        return items[0]?.requestId ?? '';
      },
      { timeout: 20_000 },
    );
  }, 60_000);

  it('shows what was pushed, what was refused, and one request with what was sent and why not', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Activity' }).click();
    const table = page.getByRole('table', { name: 'Requests of identity providers, newest first' });
    await table.getByRole('link', { name: /POST .*Groups/ }).waitFor();
    await page.getByRole('combobox', { name: 'Outcome' }).click();
    await page.getByRole('option', { name: 'Refused' }).click();
    await page.waitForURL(/outcome=refused/);
    await table.getByRole('link', { name: /POST .*Groups/ }).waitFor({ state: 'detached' });
    await table.getByText('409 uniqueness').waitFor();
    await table.getByRole('link', { name: /POST .*Users/ }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('409 uniqueness').waitFor();
    await dialog.getByText(`"displayName": "${markup}"`).waitFor();
    expect(page.url()).toContain(`request=${refused}`);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.search.includes('request='));
    expect(page.url()).toContain('outcome=refused');
  });

  it('filters the log by operation, and says so when nothing fits', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/activity');
    await page.getByRole('combobox', { name: 'Operation' }).click();
    await page.getByRole('option', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'No request fits' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('link', { name: /POST .*Groups/ }).waitFor();
  });

  it('shows what was changed by whom, and leads to the request that did it', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/activity?tab=audit');
    await page.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Groups' }).click();
    await page.waitForURL(/kind=group/);
    const created = page.getByRole('listitem').filter({ hasText: 'Group created' });
    await created.getByRole('link', { name: 'Organization User:Workspace 1:Workspace Viewer' }).waitFor();
    await page.getByText('Record created').waitFor({ state: 'detached' });
    await created.getByRole('link', { name: 'the request' }).click();
    await page
      .getByRole('dialog')
      .getByRole('heading', { name: /POST .*Groups/ })
      .waitFor();
  });

  it('verifies the chain of events, and offers what is shown as a file', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/activity?tab=audit&kind=user');
    await page.getByRole('button', { name: 'Verify the chain' }).click();
    await page.getByText(/^Chain verified: \d+ events hold$/).waitFor();
    for (const [format, name] of [
      ['CSV, for a spreadsheet', 'audit-events.csv'],
      ['OCSF, for a SIEM', 'audit-events.ocsf.jsonl'],
    ] as const) {
      await page.getByRole('button', { name: 'Export' }).click();
      const saved = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: format }).click();
      expect((await saved).suggestedFilename()).toBe(name);
    }
  });

  it('shows what happens as it happens, without a reload', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/activity?operation=create');
    await page.getByText('Live', { exact: true }).waitFor();
    const pushes = page.getByRole('link', { name: /POST .*Users/ });
    const before = await pushes.count();
    await pushUser('joan@acme.example', 'Joan Clarke');
    await pushes.nth(before).waitFor();
    await page.getByRole('tab', { name: 'Audit' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    await ask('POST', '/organizations/ORG/workspaces', { name: 'Research' });
    await page.getByRole('listitem').filter({ hasText: 'Workspace created' }).getByText('Research').first().waitFor();
  });

  it('holds no stream in a page that nobody sees, and catches up when somebody does', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/activity?operation=create');
    const hide = (hidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true }),
        document.dispatchEvent(new Event('visibilitychange'))`,
      );
    await page.getByText('Live', { exact: true }).waitFor();
    const pushes = page.getByRole('link', { name: /POST .*Users/ });
    const before = await pushes.count();
    await Promise.all([page.waitForEvent('requestfailed', (request) => request.url().endsWith('/live')), hide(true)]);
    await pushUser('sophie@acme.example', 'Sophie Wilson');
    await hide(false);
    await pushes.nth(before).waitFor();
  });

  it('says that it looks by itself where the server gives no more streams, which are five for each person', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/groups');
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const url = `${usher().publicUrl}/api/v1/organizations/${usher().defaultOrgId}/live`;
    const open = async () => {
      const stream = get(url, { headers: { cookie }, agent: false });
      onTestFinished(() => void stream.destroy());
      const [{ statusCode }] = await once(stream, 'response');
      expect(statusCode).toBe(200);
    };
    await Promise.all([open(), open(), open(), open(), open()]);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Activity' }).click();
    await page.getByText('Looks every 10 seconds').waitFor();
    await page.getByRole('link', { name: /POST .*Groups/ }).waitFor();
  });

  it('has the deliveries of all webhooks, found by webhook, state and kind, opened and sent again', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/activity?tab=deliveries');
    await page.getByRole('link', { name: 'Webhooks' }).last().click();
    await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor();
    for (const description of ['CRM', 'Payroll']) {
      const order = { url: 'https://hooks.acme.invalid/usher', description };
      const { id } = (await ask('POST', '/organizations/ORG/webhooks', order)) as { id: string };
      await ask('POST', `/organizations/ORG/webhooks/${id}/test`);
    }
    await page.goBack();
    await page.reload();
    const table = page.getByRole('table', { name: 'Deliveries, newest first' });
    await table.getByRole('link', { name: 'Test message' }).nth(1).waitFor();
    await page.getByRole('combobox', { name: 'Webhook' }).click();
    await page.getByRole('option', { name: 'Payroll' }).click();
    await table.getByText('CRM').first().waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Given up' }).click();
    await page.waitForURL(/state=dead/);
    await table.getByRole('link', { name: 'Test message' }).click();
    const dialog = page.getByRole('dialog', { name: 'Test message' });
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('It is sent again.').waitFor();
    await page.reload();
    await dialog.getByText('Delivery id').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'What the directory did at once' }).click();
    await page.getByRole('heading', { name: 'No delivery fits' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await table.getByText('CRM').first().waitFor();
  });

  it('is refused to who may not see it, with whom to ask', async () => {
    const page = await signIn('Grace Hopper', '/console/ORG/activity');
    await page.getByRole('heading', { name: 'You may not see this page' }).waitFor();
  });

  it('has nothing that axe objects to in both themes', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/activity');
    await page.getByRole('link', { name: /POST .*Groups/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: /POST .*Groups/ }).click();
    await page.getByRole('dialog').getByText('What was sent').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Audit' }).click();
    await page.getByText('Group created').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('fits a screen of 360 px without scrolling sideways', async () => {
    const page = await signIn('Ada Lovelace', '/console/ORG/activity', { viewport: { width: 360, height: 740 } });
    await page.getByRole('link', { name: /POST .*Groups/ }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  it('does not disturb who reads what was, and says that there is something new', async () => {
    const { id } = (await ask('POST', '/organizations/ORG/workspaces', { name: 'Lab' })) as { id: string };
    const rename = (name: string) => ask('PATCH', `/organizations/ORG/workspaces/${id}`, { name });
    for (let count = 1; count <= 55; count += 1) await rename(`Lab ${count}`);
    const page = await signIn('Ada Lovelace', '/console/ORG/activity?tab=audit&kind=workspace');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('Workspace created').first().waitFor();
    await rename('Observatory');
    await page.getByRole('button', { name: 'Show what is new' }).click();
    await page.getByText('Observatory').first().waitFor();
    await page.getByText('Workspace created').first().waitFor({ state: 'detached' });
  });
});
