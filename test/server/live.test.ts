import { expect, it } from 'vitest';
import { openEventStream } from '../support/event-stream.ts';
import { runUsher } from '../support/usher.ts';

it('an open stream tells what other requests do, and does not keep the server from ending', async () => {
  const usher = await runUsher();
  const { items } = await usher.api<{ items: { id: string }[] }>('/organizations');
  const org = `/organizations/${items[0]?.id}`;
  const stream = await openEventStream(`${usher.url}/api/v1${org}/live`, { Authorization: `Bearer ${usher.apiKey}` });
  expect((await stream.next())?.id).toMatch(/^\d+-[0-9a-f]{24}$/);
  await usher.api(`${org}/workspaces`, { method: 'POST', body: { name: 'Research' } });
  await usher.scim('GET', '/Users');
  const told: string[] = [];
  while (!told.includes('workspace.created') || !told.includes('list')) {
    const message = await stream.next();
    const { type, operation } = (message?.data ?? {}) as { type?: string; operation?: string };
    told.push(type ?? operation ?? '');
  }
  // Exit code 0: nothing had to be cut off.
  expect(await usher.stop()).toBe(0);
  expect(usher.output()).not.toContain('"level":50');
  for (let message = await stream.next(); message !== null; ) message = await stream.next();
});
