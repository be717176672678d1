/** Whatever a file says: applied it is there, exported it says the same, and elsewhere it makes the same. */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { describePlan } from '../../src/cli/declarative/carry-out.ts';
import { exportFile } from '../../src/cli/declarative/export.ts';
import { foldName } from '../../src/domain/kernel/fold-name.ts';
import { separators } from '../../src/domain/model/organization.ts';
import { organizationRoles, workspaceRoles } from '../../src/domain/model/role.ts';
import { ownDatabase } from '../support/mongod.ts';
import { tries } from '../support/random.ts';
import { applyTo, planOf, testServer, watched } from './set-up.ts';

vi.setConfig({ testTimeout: 240_000 });

const here = testServer();
const elsewhere = testServer(ownDatabase());

/** Names as people give them, and those that YAML would take for something else. */
const name = fc
  .oneof(
    fc.constantFrom(
      'yes',
      'null',
      '~',
      '12',
      '1.5',
      '2026-11-24',
      '- a',
      'a: b',
      '#x',
      '{x}',
      '*a',
      '&a',
      "it's",
      '"q"',
      '!t',
      '<<',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  )
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '').trim())
  .filter((text) => text !== '' && !/^\$\{\w*\}$/.test(text));
const names = (maxLength: number, minLength = 0) =>
  fc.uniqueArray(name, { minLength, maxLength, selector: foldName, size: 'max' });
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const boolean = fc.boolean();

const organization = fc
  .record({
    workspaces: names(4, 1),
    permissions: fc.uniqueArray(word, { maxLength: 3 }),
    roles: names(4),
    ranks: fc.uniqueArray(
      fc.integer({ min: 1, max: 999 }).filter((rank) => rank !== 500 && rank !== 100),
      {
        minLength: 4,
        maxLength: 4,
      },
    ),
    groups: names(4),
    connections: names(2),
    domains: fc.uniqueArray(word, { maxLength: 2 }),
    text: name,
    organizationRole: fc.constantFrom(...organizationRoles),
    separator: fc.constantFrom(...separators),
    precedence: fc.constantFrom('highest', 'newest', 'priority', 'combined'),
    pick: fc.array(fc.nat(1_000), { minLength: 12, maxLength: 12 }),
    flags: fc.tuple(boolean, boolean, boolean, boolean, boolean),
  })
  .map(({ workspaces, permissions, roles: roleNames, ranks, groups, connections, domains, pick, flags, ...made }) => {
    const one = <T>(list: readonly T[], at: number): T => list[(pick[at] as number) % list.length] as T;
    const some = <T>(list: readonly T[], at: number): T[] =>
      list.filter((_, index) => ((pick[at] as number) >> index) & 1);
    const declared = permissions.map((action) => `app:${action}`);
    const roles = roleNames.map((role, index) => ({
      name: role,
      description: index % 2 ? made.text : '',
      rank: ranks[index] as number,
      permissions: some(['workspace:read', 'workspace:write', ...declared], index),
    }));
    const allRoles = [...workspaceRoles, ...roles.map((role) => role.name)];
    const [autoJoin, trustEmail, groupSync, enabled, conventionEnabled] = flags;
    return {
      workspaces,
      applicationPermissions: declared.map((permission, index) => ({
        name: permission,
        description: index % 2 ? made.text : '',
        roles: some(workspaceRoles, 4 + index),
      })),
      roles,
      scimSettings: {
        separator: made.separator,
        precedence: made.precedence,
        conventionEnabled,
        requiredPrefix: one([null, made.text], 7),
      },
      massChangeGuard: one(
        [
          null,
          { maxMembers: null, maxPercent: 12.5, windowMinutes: 60 },
          { maxMembers: 0, maxPercent: 5, windowMinutes: 1 },
        ],
        5,
      ),
      mappings: groups.map((group, index) => ({
        group,
        organizationRole: made.organizationRole,
        workspaces: Object.fromEntries(
          [...some(workspaces, 8), ...some(['*'], 12)].map((workspace) => [workspace, one(allRoles, index)]),
        ),
        priority: index + 1,
      })),
      ssoSettings: {
        autoJoin,
        workspaces: some(workspaces, 9),
        workspaceRole: one(allRoles, 10),
        organizationRole: made.organizationRole,
      },
      ssoConnections: connections.map((connection) => ({
        name: connection,
        issuer: `https://${one(['a', 'b'], 11)}.idp.example`,
        clientId: made.text,
        clientSecret: `\${SECRET}`,
        scopes: 'openid email',
        claims: { subject: one([null, 'oid'], 11), groups: made.text },
        ...{ trustEmail, groupSync, enabled },
        requiredGroups: some([made.text, 'staff'], 11).filter((group, index, all) => all.indexOf(group) === index),
      })),
      domains: domains.map((domain) => `${domain}.example`),
    };
  });

let counter = 0;

it('a file that is applied says nothing more to do, nor does its export, which makes the same elsewhere', async () => {
  await fc.assert(
    fc.asyncProperty(organization, organization, async (first, second) => {
      counter += 1;
      const called = `Organization ${counter}`;
      const fileOf = (entry: object) =>
        stringify({ apiVersion: 'usher/v1', organizations: [{ name: called, ...entry }] });
      const environment = { SECRET: 'a secret of the tests' };
      // The second time over what is there, so that everything that changes and goes is met as well.
      for (const entry of [first, second]) {
        await applyTo(here.api(), fileOf(entry), { environment, prune: true });
        const seen = watched(here.api());
        expect(await applyTo(seen, fileOf(entry), { prune: true })).toBe('= nothing to do');
        expect(seen.writes).toEqual([]);
      }
      const exported = await exportFile(here.api(), called);
      expect(exported).not.toContain(environment.SECRET);
      expect(describePlan(await planOf(here.api(), exported, { prune: true }))).toBe('= nothing to do');
      const all = new Proxy({}, { get: () => environment.SECRET });
      await applyTo(elsewhere.api(), exported, { environment: all, prune: true });
      expect(await exportFile(elsewhere.api(), called)).toBe(exported);
    }),
    tries({ fast: 2, soak: 4 }),
  );
});
