/**
 * The access model of an organization as plain data, written from docs/design/rules.md alone: it imports nothing
 * of the product. Ids are those that the product gave. Time is a number of milliseconds.
 */
export const organizationRoles = [
  'Organization Admin',
  'Organization Operator',
  'Organization User',
  'Organization Viewer',
] as const;
export const workspaceRoles = ['Workspace Admin', 'Workspace Editor', 'Workspace Viewer'] as const;
const builtInRanks: Record<string, number> = {
  'Organization Admin': 4,
  'Organization Operator': 3,
  'Organization User': 2,
  'Organization Viewer': 1,
  'Workspace Admin': 1_000,
  'Workspace Editor': 500,
  'Workspace Viewer': 100,
};

/** `role`: a built-in one by name, a custom one by id. `workspace` null: of the organization. */
export type Given = {
  source: 'manual' | 'invitation' | 'sso-default';
  workspace: string | null;
  role: string;
  /** Of an invitation: who answers for it. */
  by?: Inviter;
  /** Kept when this mapping was deleted, beside other roles that count (A13). */
  mapping?: string;
};
/** The subject of a person; null: a key, which may all. */
export type Inviter = string | null;
/** `role` null: denied. */
export type Override = { workspace: string | null; role: string | null; expires: number | null };
/** `elsewhere`: has an organization of their own once they have signed in. */
export type Person = { subject: string; email: string; elsewhere: boolean };
export type Member = {
  id: string;
  userName: string;
  emails: string[];
  externalId: string | null;
  status: 'pending' | 'active' | 'inactive';
  /** A directory has written it. */
  managed: boolean;
  /** Of the person that signs in as this member. */
  subject: string | null;
  /** An address that the provider names and nobody has proven: no other rule looks at it but the refusal to add by it. */
  claimed: string | null;
  /** Deactivated since the person's key was made: the key opens nothing any more, also after a reactivation. */
  ended: boolean;
  /** What the last sign-in proved. */
  proof: { subject: string; email: string | null } | null;
  given: Given[];
  overrides: Override[];
  /** What the directory names in `roles`, and what of it gives a role. `workspace` null: in the organization; `*`: in all. */
  values: string[];
  named: Named[];
};
export type Named = { value: string; workspace: string | null; role: string };
/** What a name says, with names resolved to ids. `workspace` null: the admin form. */
type Reading = { organizationRole: string; workspace: string | null; role: string | null };
export type Group = {
  id: string;
  name: string;
  created: number;
  users: Set<string>;
  children: Set<string>;
  /** By the convention; null: explicitly mapped, or unmatched. */
  reading: Reading | null;
};
export type Target = { workspace: string; role: string };
export type Mapping = {
  id: string;
  /** null: it waits for a group of the name `waitsFor`. */
  group: string | null;
  waitsFor: string;
  targets: Target[];
  organizationRole: string | null;
  priority: number;
};
export type Invitation = {
  id: string;
  member: string;
  email: string;
  status: 'pending' | 'accepted' | 'revoked';
  organizationRole: string;
  expires: number;
  /** Who answers for the organization role, and by which right. */
  by: Inviter;
  scope: 'organization' | 'workspace';
  /** Of its link. */
  secret: string;
};
export type Tombstone = {
  subject: string | null;
  externalId: string | null;
  /** The subject of the sign-in that the member was linked by. */
  identity: string | null;
  names: string[];
};
/** `elsewhere`: an active member of another organization too. */
export type Account = { email: string; verified: boolean; elsewhere: boolean };

export type Model = {
  now: number;
  /** Workspace Admins may invite people who are new to the organization. */
  workspaceAdminsInvite: boolean;
  naming: { separator: string; conventionEnabled: boolean; requiredPrefix: string | null };
  precedence: 'highest' | 'newest' | 'priority' | 'combined';
  /** Whether the directory may name roles, and among them the admin's. */
  roles: { rolesEnabled: boolean; rolesMakeAdmins: boolean };
  sso: { autoJoin: boolean; workspaces: string[]; workspaceRole: string; organizationRole: string };
  /** Oldest first. */
  workspaces: { id: string; name: string }[];
  customRoles: { id: string; name: string; rank: number }[];
  members: Map<string, Member>;
  groups: Map<string, Group>;
  mappings: Map<string, Mapping>;
  invitations: Map<string, Invitation>;
  tombstones: Tombstone[];
  /** By subject. */
  accounts: Map<string, Account>;
};

export function emptyModel(now: number, workspaceId: string, workspaceAdminsInvite: boolean): Model {
  return {
    now,
    workspaceAdminsInvite,
    naming: { separator: ':', conventionEnabled: true, requiredPrefix: null },
    precedence: 'highest',
    roles: { rolesEnabled: false, rolesMakeAdmins: false },
    sso: {
      autoJoin: true,
      workspaces: [workspaceId],
      workspaceRole: 'Workspace Editor',
      organizationRole: 'Organization User',
    },
    workspaces: [{ id: workspaceId, name: 'Workspace 1' }],
    customRoles: [],
    members: new Map(),
    groups: new Map(),
    mappings: new Map(),
    invitations: new Map(),
    tombstones: [],
    accounts: new Map(),
  };
}

/**
 * A role with the sources that may have given it: several where several gave the same one.
 * `roles`: all that count, the highest first (A13).
 */
export type Standing = { role: string | null; roles: string[]; sources: string[] };

/** A4: what one group gives in one place, or the directory by a name; what it names is older than every group. */
type GroupGift = { role: string; source: string; group: Pick<Group, 'id' | 'created'>; priority: number };

/** The organization role, lines 1 and 3 to 6. An invited person is shown with what they are invited to. */
export function organizationStanding(model: Model, member: Member): Standing {
  const standing = decide(model, member, null);
  if (standing.role !== null || member.status === 'inactive') return standing;
  return only('Organization User', 'default');
}

export function workspaceStanding(model: Model, member: Member, workspace: string): Standing {
  if (organizationStanding(model, member).role === 'Organization Admin')
    return only('Workspace Admin', 'organization-admin');
  return decide(model, member, workspace);
}

function only(role: string | null, ...sources: string[]): Standing {
  return { role, roles: role === null ? [] : [role], sources };
}

function decide(model: Model, member: Member, workspace: string | null): Standing {
  if (member.status === 'inactive') return only(null);
  const override = member.overrides.find((row) => row.workspace === workspace);
  if (override && !isOver(override, model.now)) return only(override.role, 'override');
  const { strong, weak } = giftsOf(model, member, workspace);
  const adds = model.precedence === 'combined';
  if (strong.length > 0 && !adds) {
    const best = bestOf(model, strong);
    return only(best, ...strong.filter(({ role }) => role === best).map(({ source }) => source));
  }
  const others = [
    ...member.given.filter((row) => row.workspace === workspace),
    ...weak.map((role) => ({ role, source: 'scim-group' })),
    ...strong,
  ];
  const top = Math.max(...others.map(({ role }) => rank(model, role)));
  const winners = others.filter(({ role }) => rank(model, role) === top);
  const sources = winners.map(({ source }) => source);
  if (!adds) return only(winners[0]?.role ?? null, ...sources);
  const roles = [...new Set(others.map(({ role }) => role))].sort((a, b) => rank(model, b) - rank(model, a));
  return { role: roles[0] ?? null, roles, sources };
}

export function isOver({ expires }: Override, now: number): boolean {
  return expires !== null && expires <= now;
}

/** Somebody's organization role is over, and the worker has not been there yet. */
export function hasEndedRole({ members, now }: Model): boolean {
  return [...members.values()].some(({ overrides }) =>
    overrides.some((row) => row.workspace === null && isOver(row, now)),
  );
}

export function rank({ customRoles }: Model, role: string): number {
  return builtInRanks[role] ?? customRoles.find(({ id }) => id === role)?.rank ?? 0;
}

function bestOf(model: Model, gifts: readonly GroupGift[]): string {
  const byRank = (a: GroupGift, b: GroupGift) => rank(model, b.role) - rank(model, a.role);
  const orders = {
    highest: byRank,
    combined: byRank,
    newest: (a: GroupGift, b: GroupGift) =>
      b.group.created - a.group.created || (b.group.id > a.group.id ? 1 : b.group.id < a.group.id ? -1 : byRank(a, b)),
    priority: (a: GroupGift, b: GroupGift) => (a.priority === b.priority ? byRank(a, b) : a.priority - b.priority),
  };
  const [best] = [...gifts].sort(orders[model.precedence]);
  if (!best) throw new Error('nothing to choose from');
  return best.role;
}

/** `weak`: the organization part of names that give a workspace role, which ranks with invitations. */
function giftsOf(model: Model, member: Member, workspace: string | null): { strong: GroupGift[]; weak: string[] } {
  const { id: memberId, named } = member;
  const nowhere = { id: '', created: 0 };
  const strong: GroupGift[] = named
    .filter((row) => row.workspace === workspace || (row.workspace === '*' && workspace !== null))
    .map(({ role }) => ({ role, source: 'scim-role', group: nowhere, priority: Number.POSITIVE_INFINITY }));
  const weak: string[] = [];
  const source = 'scim-group';
  for (const group of groupsOf(model, memberId)) {
    const mapping = mappingOf(model, group.id);
    if (mapping) {
      const { priority } = mapping;
      const role =
        workspace === null
          ? mapping.organizationRole
          : (mapping.targets.find((row) => row.workspace === workspace)?.role ?? null);
      if (role !== null) strong.push({ role, source, group, priority });
    } else if (group.reading) {
      const { organizationRole, role } = group.reading;
      const last = { source, group, priority: Number.POSITIVE_INFINITY };
      if (group.reading.workspace === null && workspace === null) strong.push({ role: organizationRole, ...last });
      if (group.reading.workspace !== null && workspace === null) weak.push(organizationRole);
      if (workspace !== null && group.reading.workspace === workspace && role !== null) strong.push({ role, ...last });
    }
  }
  return { strong, weak };
}

export function mappingOf({ mappings }: Model, groupId: string): Mapping | undefined {
  return [...mappings.values()].find(({ group }) => group === groupId);
}

/** The groups that a member is in, directly or through nesting. */
function groupsOf({ groups }: Model, memberId: string): Group[] {
  const found = new Set([...groups.values()].filter(({ users }) => users.has(memberId)));
  for (const inside of found) for (const group of groups.values()) if (group.children.has(inside.id)) found.add(group);
  return [...found];
}

/** Whether `below` is `above` or nested in it. */
export function isWithin({ groups }: Model, below: string, above: string): boolean {
  const within = new Set([above]);
  for (const id of within) for (const child of groups.get(id)?.children ?? []) within.add(child);
  return within.has(below);
}

/** The users in a group, directly or through nesting. */
export function usersWithin(model: Model, groupId: string): Member[] {
  const inside = [...model.groups.values()].filter(({ id }) => isWithin(model, id, groupId));
  return [...model.members.values()].filter(({ id }) => inside.some(({ users }) => users.has(id)));
}

/** The active Organization Admins. */
export function admins(model: Model): Member[] {
  return [...model.members.values()].filter(
    (member) => member.status === 'active' && organizationStanding(model, member).role === 'Organization Admin',
  );
}

export function nameOfRole({ customRoles }: Model, role: string): string {
  return customRoles.find(({ id }) => id === role)?.name ?? role;
}

/** A role that a request names. */
export function roleNamed({ customRoles }: Model, name: string): string | null {
  if ((workspaceRoles as readonly string[]).includes(name)) return name;
  return customRoles.find((role) => role.name === name || role.id === name)?.id ?? null;
}

/** The convention (N1 to N4); null: unmatched, for whatever reason. */
export function readName(model: Model, name: string): Reading | null {
  const { separator, conventionEnabled, requiredPrefix } = model.naming;
  if (!conventionEnabled || (requiredPrefix !== null && !name.startsWith(requiredPrefix))) return null;
  const text = name.slice(requiredPrefix?.length ?? 0);
  if (/organization ?admins?$/i.test(text))
    return { organizationRole: 'Organization Admin', workspace: null, role: null };
  const roles = [...workspaceRoles.map((role) => ({ id: role as string, name: role as string })), ...model.customRoles];
  const readings = model.workspaces.flatMap((workspace) =>
    roles.flatMap((role): Reading[] => {
      const tail = `${separator}${workspace.name}${separator}${role.name}`;
      const at = text.length - tail.length;
      if (at < 0 || text.slice(at) !== tail) return [];
      const match = /organization ?(admin|operator|user|viewer)$/i.exec(text.slice(0, at));
      const [, word = ''] = match ?? [];
      const organizationRole = organizationRoles.find((known) =>
        known.toLowerCase().endsWith(` ${word.toLowerCase()}`),
      );
      return match && organizationRole ? [{ organizationRole, workspace: workspace.id, role: role.id }] : [];
    }),
  );
  return readings.length === 1 ? (readings[0] ?? null) : null;
}

/** Names as the directory may write them: exactly, then in any case, then without blanks, hyphens and underscores. */
const spellings = [
  (text: string) => text,
  (text: string) => text.toLowerCase(),
  (text: string) => text.toLowerCase().replace(/[ _-]/g, ''),
];

/** What one value of `roles` names; null: nothing, or several things. */
function roleMeant(model: Model, value: string): Omit<Named, 'value'> | null {
  const places = [{ id: '*', name: '*' }, ...model.workspaces];
  const roles = [...workspaceRoles.map((name) => ({ id: name as string, name: name as string })), ...model.customRoles];
  const all = [
    ...organizationRoles.map((role) => ({ text: role as string, workspace: null, role: role as string })),
    ...places.flatMap((place) =>
      roles.map((role) => ({ text: `${place.name}:${role.name}`, workspace: place.id, role: role.id })),
    ),
  ];
  for (const spelt of spellings) {
    const meant = all.filter(({ text }) => spelt(text) === spelt(value));
    const [only] = meant;
    if (only) return meant.length === 1 ? { workspace: only.workspace, role: only.role } : null;
  }
  return null;
}

/** N3 for what a directory names: a text that was read keeps its meaning while that is there. */
export function readRoles(model: Model, member: Member): void {
  const { rolesEnabled, rolesMakeAdmins } = model.roles;
  const isAllowed = ({ role }: Omit<Named, 'value'>) =>
    rolesEnabled && (rolesMakeAdmins || role !== 'Organization Admin');
  const isThere = ({ workspace, role }: Named) =>
    (workspace === null || workspace === '*' || model.workspaces.some(({ id }) => id === workspace)) &&
    (role in builtInRanks || model.customRoles.some(({ id }) => id === role));
  const before = member.named;
  member.named = [];
  for (const value of member.values) {
    const old = before.find((row) => row.value === value && isThere(row));
    const meant = old ?? roleMeant(model, value);
    const isTwice = member.named.some((row) => row.workspace === meant?.workspace && row.role === meant.role);
    if (meant && isAllowed(meant) && !isTwice)
      member.named.push({ value, workspace: meant.workspace, role: meant.role });
  }
}
