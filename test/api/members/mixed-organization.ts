/**
 * Organizations in which people have access in all ways at once, for properties that compare what several routes say of
 * it: by groups and nested ones, overrides with and without an end, denies, invitations and the organization role.
 */
import fc from 'fast-check';
import { fullAuthority } from '../../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../../src/domain/access/override/set-override.ts';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeScimSettings } from '../../../src/domain/administration/settings/change-scim-settings.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { now, shiftClock } from '../../../src/domain/kernel/clock.ts';
import { workspaceRoles } from '../../../src/domain/model/role.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person, setOrganizationRole } from '../../support/domain.ts';
import { tries } from '../../support/random.ts';
import type { Client } from '../api-app.ts';

const workspaceNames = ['Workspace 1', 'Research', 'Sales'] as const;
const groupNames = [
  ...workspaceNames.flatMap((name) => [
    `Organization User:${name}:Workspace Viewer`,
    `Acme Organization User:${name}:Workspace Editor`,
  ]),
  'Acme Organization Admins',
  'Book club',
];
/** Overrides that end do so after as long. */
const overrideMs = 3_600_000;

const someone = fc.record({
  active: fc.boolean(),
  groups: fc.subarray(groupNames, { maxLength: 3 }),
  operator: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  override: fc.option(
    fc.record({
      workspace: fc.nat({ max: workspaceNames.length - 1 }),
      role: fc.option(fc.constantFrom(...workspaceRoles), { freq: 2 }),
      ends: fc.boolean(),
    }),
  ),
});
const mixedPlan = fc.record({
  people: fc.array(someone, { minLength: 6, maxLength: 14 }),
  precedence: fc.constantFrom('highest' as const, 'combined' as const),
  invited: fc.array(fc.constantFrom('nothing', 'workspace', 'admin'), { maxLength: 3 }),
});
type MixedPlan = typeof mixedPlan extends fc.Arbitrary<infer T> ? T : never;

/** @param operator a client with every right */
async function mixedOrganization(operator: Client, { people, invited, precedence }: MixedPlan): Promise<string> {
  const { orgId, workspaceId } = await newOrganization();
  await changeScimSettings(context, orgId, { precedence });
  const workspaceIds = [workspaceId];
  for (const name of workspaceNames.slice(1)) workspaceIds.push((await createWorkspace(context, orgId, name))._id);
  // Whoever else stops being one, an admin stays.
  const boss = await createUser(context, orgId, person('boss@acme.test', { name: 'Boss' }));
  await setOrganizationRole(context, orgId, boss._id, 'Organization Admin');
  const ids: string[] = [];
  for (const [n, { active }] of people.entries())
    ids.push((await createUser(context, orgId, person(`p${n}@acme.test`, { name: `Person ${n}`, active })))._id);
  for (const name of groupNames) {
    const inside = ids.filter((_, n) => people[n]?.groups.includes(name));
    await createGroup(context, orgId, named(name), inside);
  }
  for (const [n, { operator: isOperator, override }] of people.entries()) {
    const id = ids[n] as string;
    if (isOperator) await setOrganizationRole(context, orgId, id, 'Organization Operator');
    if (!override) continue;
    const { role, ends } = override;
    const expiresAt = ends ? new Date(now().getTime() + overrideMs) : null;
    const what = role === null ? { effect: 'deny' as const } : { effect: 'allow' as const, role };
    const place = workspaceIds[override.workspace] as string;
    await setOverride(context, fullAuthority, orgId, place, id, { ...what, reason: null, expiresAt });
  }
  const invitations = invited.map((to, n) => ({
    email: `invited-${n}@acme.test`,
    ...(to === 'admin' ? { organizationRole: 'Organization Admin' } : {}),
    ...(to === 'workspace' ? { workspaces: [{ workspaceId, role: 'Workspace Viewer' }] } : {}),
  }));
  if (invitations.length > 0) await operator('post', `/organizations/${orgId}/invitations`, { invitations });
  return orgId;
}

/** Compares in random organizations, as they are and after their overrides have ended. */
export function inMixedOrganizations(operator: Client, compare: (orgId: string) => Promise<void>): Promise<void> {
  const property = fc.asyncProperty(mixedPlan, async (plan) => {
    shiftClock(0);
    const orgId = await mixedOrganization(operator, plan);
    await compare(orgId);
    // No worker runs here: what has ended is still stored.
    shiftClock(overrideMs + 1);
    await compare(orgId);
  });
  return fc.assert(property, tries({ fast: 2, soak: 8 }));
}

export type ShownMember = {
  id: string;
  status: string;
  workspaces: { workspaceId: string; role: string; roles: string[]; source: string }[];
};

/** All items of a list, page by page. */
export async function allOf<T>(ask: Client, path: string, query = ''): Promise<T[]> {
  const items: T[] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await ask('get', `${path}?limit=5&${query}${cursor}`);
    if (status !== 200) throw new Error(`${path}: ${status} ${body.detail}`);
    items.push(...body.items);
    if (body.nextCursor === null) return items;
    cursor = `&cursor=${body.nextCursor}`;
  }
}
