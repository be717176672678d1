/** `usher audit verify` beside the embedded database, as operators run it. */
import { expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { emptyFolder, runProgram, runUsher, until } from '../support/usher.ts';

it('verifies the embedded database while the server runs and when it is stopped; it seals events by itself', async () => {
  const metricsPort = await freePort();
  const usher = await runUsher({ env: { METRICS_PORT: String(metricsPort) } });
  const [{ id }] = (await usher.api<{ items: [{ id: string }] }>('/organizations')).items;
  const { body } = await usher.scim('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'ada@acme.test',
  });
  await until(async () => {
    const { items } = await usher.api<{ items: object[] }>(`/organizations/${id}/events?after=0&limit=500`);
    return JSON.stringify(items).includes(`${body?.id}`);
  });
  expect(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()).toMatch(/^usher_unsealed_events 0$/m);
  const verify = async (cwd: string) => {
    const program = runProgram(['cli/usher.js', 'audit', 'verify'], { cwd });
    return [await program.ended, program.output()] as const;
  };
  const holds = expect.stringMatching(new RegExp(`^organization ${id}: \\d+ events hold; head \\d+:`, 'm'));
  expect(await verify(usher.cwd)).toEqual([0, holds]);
  await usher.stop();
  expect(await verify(usher.cwd)).toEqual([0, holds]);
  const elsewhere = await verify(emptyFolder());
  expect(elsewhere).toEqual([1, expect.stringContaining('There is no database in')]);
}, 60_000);
