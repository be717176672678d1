/** `usher simulate` as its users run it, at a server of the product: nothing may fail and nothing may be left. */
import { expect, it } from 'vitest';
import type { SimulationReport } from '../../src/cli/simulate/simulate.ts';
import { runCommand, testServer } from './set-up.ts';

const oktaPhases = [
  ...['test connection', 'initial sync', 'group push', 'incremental sync', 'changes of members'],
  ...['replacement of members', 'rename', 'deactivation', 'reactivation', 'import', 'repeated requests'],
  ...['deletion of a group', 'clean-up'],
];
const entraPhases = [
  ...['test connection', 'initial sync', 'managers', 'group push', 'incremental sync', 'changes of members', 'rename'],
  ...['deactivation', 'reactivation', 'repeated requests', 'deletion', 'deletion of a group', 'clean-up'],
];

/** Call at the top of a test file. Each row: vendor and options, the query of the base URL, how many users and groups. */
export function playAtUsher(rows: readonly (readonly [string, string, number, number])[]): void {
  const server = testServer();

  it.each(rows)(
    'usher simulate %s %s at Usher: nothing fails, nothing is left, and nobody else is touched',
    async (vendor, query, users, groups) => {
      const { scim, scimUrl, token: SCIM_TOKEN } = server.usher();
      const own = {
        userName: `own-${vendor}${query}@acme.test`.replace(/[ ?]/g, ''),
        emails: [{ value: 'own@acme.test' }],
      };
      const { body: before } = await scim('POST', '/Users', own);
      const numbers = ['--users', String(users), '--groups', String(groups), '--json'];
      const command = ['simulate', ...vendor.split(' '), '--base', `${scimUrl}${query}`, ...numbers];
      const { code, output } = await runCommand(command, { SCIM_TOKEN });
      const report = JSON.parse(output) as SimulationReport;
      expect(report).toMatchObject({ ok: true, failures: [], notes: [], users, groups });
      expect(code).toBe(0);
      expect(report.phases.map(({ phase }) => phase)).toEqual(vendor.startsWith('okta') ? oktaPhases : entraPhases);
      const [{ body: left }, { body: leftGroups }] = [
        await scim('GET', '/Users?count=1000'),
        await scim('GET', '/Groups'),
      ];
      expect(left.Resources.filter(({ userName }) => String(userName).startsWith('scim-check'))).toEqual([]);
      expect(leftGroups.totalResults).toBe(0);
      expect((await scim('GET', `/Users/${before.id}`)).body).toEqual(before);
    },
  );
}
