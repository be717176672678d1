/** `effective()` against a model written from the contract: sort all grants by one key, and the first one decides. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { effective } from '../../../../src/domain/access/grants/effective.ts';
import type { Grant } from '../../../../src/domain/model/grant.ts';
import type { MemberStatus } from '../../../../src/domain/model/member.ts';
import type { Precedence } from '../../../../src/domain/model/organization.ts';
import { tries } from '../../../support/random.ts';
import { at, future, past } from './grants.ts';

const ranks: Record<string, number> = {
  'Organization Admin': 4,
  'Organization Operator': 3,
  'Organization User': 2,
  'Organization Viewer': 1,
  'Workspace Admin': 1_000,
  custom: 700,
  'Workspace Editor': 500,
  'Workspace Viewer': 100,
};
const workspaceIds = ['w1', 'w2'];
const customRoles = [
  {
    _id: 'custom',
    orgId: 'o',
    name: 'Custom',
    nameKey: 'custom',
    description: '',
    rank: 700,
    permissions: [],
    createdAt: past,
    version: 1,
  },
];

const groups = [1, 2, 3].map((n) => ({ groupId: `g${n}`, groupCreatedAt: new Date(Math.ceil(n / 2)), priority: n }));

const anyGrant: fc.Arbitrary<Omit<Grant, '_id'>> = fc
  .record({
    source: fc.constantFrom<Grant['source'][]>(
      'override',
      'scim-group',
      'admin-group',
      'scim-role',
      'sso-group',
      'manual',
      'invitation',
      'creator',
      'sso-default',
    ),
    workspaceId: fc.constantFrom(null, 'w1', 'w2', 'gone'),
    level: fc.nat(3),
    deny: fc.boolean(),
    expiresAt: fc.constantFrom(null, null, past, future),
    group: fc.constantFrom(...groups),
    weak: fc.boolean(),
    prioritized: fc.boolean(),
  })
  .map(({ source, workspaceId, level, deny, expiresAt, group, weak, prioritized }) => {
    const isGroup = source.endsWith('-group');
    const denies = source === 'override' && workspaceId !== null && deny;
    const names = Object.keys(ranks).filter((name) => name.startsWith('Organization') === (workspaceId === null));
    return {
      source,
      workspaceId,
      role: denies ? null : (names[level] ?? null),
      effect: denies ? 'deny' : 'allow',
      expiresAt,
      groupId: isGroup ? group.groupId : null,
      mappingId: null,
      groupCreatedAt: isGroup ? group.groupCreatedAt : null,
      priority: isGroup && prioritized ? group.priority : null,
      weak: source === 'scim-group' && workspaceId === null && weak,
    };
  });

/** One override at most of a workspace, as the unique index sees to. */
const someGrants = fc.array(anyGrant, { maxLength: 10 }).map((grants) => {
  const overridden = new Set<string | null>();
  return grants
    .filter(({ source, workspaceId }) => {
      if (source !== 'override') return true;
      const first = !overridden.has(workspaceId);
      overridden.add(workspaceId);
      return first;
    })
    .map((grant, i): Grant => ({ ...grant, _id: `id${i}` }));
});

function line({ source, weak }: Grant): number {
  if (source === 'override') return 3;
  if (weak) return 6;
  return ['scim-group', 'admin-group', 'scim-role'].includes(source) ? 4 : source === 'sso-group' ? 5 : 6;
}

/** Compared element by element; the smallest decides. */
function keyOf(grant: Grant, precedence: Precedence): (number | string)[] {
  const inLine = line(grant);
  const rank = -(ranks[grant.role ?? ''] ?? 0);
  const isGroup = inLine === 4 || inLine === 5;
  const byGroup =
    precedence === 'newest'
      ? [-(grant.groupCreatedAt?.getTime() ?? 0), -Number(grant.groupId?.slice(1) ?? 0)]
      : precedence === 'priority'
        ? [grant.priority ?? Infinity]
        : [];
  return [inLine, ...(isGroup ? byGroup : []), rank, grant._id];
}

function firstOf(grants: Grant[], precedence: Precedence): Grant | undefined {
  return grants
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > at)
    .sort((a, b) => {
      const [one, other] = [keyOf(a, precedence), keyOf(b, precedence)];
      const i = one.findIndex((value, index) => value !== other[index]);
      return i < 0 ? 0 : (one[i] as number) < (other[i] as number) ? -1 : 1;
    })[0];
}

/** A13: overrides decide alone; of all else, every role counts, the highest first. */
function combinedRoles(grants: Grant[]): string[] {
  const live = grants.filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
  const override = live.find(({ source }) => source === 'override');
  const counting = override ? [override] : live;
  const names = new Set(counting.flatMap(({ role }) => role ?? []));
  return [...names].sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0));
}

function rolesBy(grants: Grant[], precedence: Precedence): string[] {
  if (precedence === 'combined') return combinedRoles(grants);
  const role = firstOf(grants, precedence)?.role;
  return role ? [role] : [];
}

function model(
  status: MemberStatus,
  grants: Grant[],
  precedence: Precedence,
): Record<string, string | string[] | null> {
  if (status !== 'active') return { organization: null, w1: [], w2: [] };
  const within = (workspaceId: string | null) => grants.filter((grant) => grant.workspaceId === workspaceId);
  const organization = rolesBy(within(null), precedence)[0] ?? 'Organization User';
  const isAdmin = organization === 'Organization Admin';
  const roles = workspaceIds.map((id) => [id, isAdmin ? ['Workspace Admin'] : rolesBy(within(id), precedence)]);
  return { organization, ...Object.fromEntries(roles) };
}

it('agrees with the model on any grants, in any order', () => {
  fc.assert(
    fc.property(
      someGrants,
      fc.constantFrom<Precedence[]>('highest', 'newest', 'priority', 'combined'),
      fc.constantFrom<MemberStatus[]>('active', 'active', 'active', 'pending', 'inactive'),
      (grants, precedence, status) => {
        const access = effective(status, grants, { precedence, customRoles, workspaceIds }, at);
        const found = Object.fromEntries(workspaceIds.map((id) => [id, access.workspaces.get(id)?.roles ?? []]));
        expect({ organization: access.organization.role, ...found }).toEqual(model(status, grants, precedence));
        for (const { role, roles, winner, others, verdicts } of access.workspaces.values()) {
          expect(role).toBe(roles[0] ?? null);
          const counting: (Grant | null)[] = [winner, ...others];
          for (const { grant, lostBecause } of verdicts) expect(lostBecause === null).toBe(counting.includes(grant));
        }
      },
    ),
    tries({ fast: 500, soak: 5000 }),
  );
});
