/** What a directory's requests do to the model, or by which status they are refused. */
import { admit } from './inviter-rules.ts';
import { admins, type Group, isWithin, type Member, type Model, mappingOf, readName, readRoles } from './model.ts';

export class Refused extends Error {
  readonly status: number;
  constructor(status: number, why: string) {
    super(why);
    this.status = status;
  }
}

/** Refuses what leaves an organization that has Organization Admins without one. */
export function keepingAnAdmin(model: Model, change: () => void): void {
  const had = admins(model).length > 0;
  change();
  if (had && admins(model).length === 0) throw new Refused(409, 'the last Organization Admin');
}

export type UserBody = {
  userName: string;
  emails: string[];
  externalId: string | null;
  /** undefined: not said. */
  active: boolean | undefined;
  roles?: string[];
};

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const among = (list: readonly string[], name: string): boolean => list.some((entry) => same(entry, name));

export function holderOf({ members }: Model, userName: string): Member | undefined {
  return [...members.values()].find((member) => same(member.userName, userName));
}

/** E2, E3 and E5: a new member, or the only one that waits for this person. */
export function createUser(model: Model, id: string, body: UserBody): void {
  const { userName, emails, externalId, active = true, roles = [] } = body;
  const names = [userName, ...emails];
  const waiting = [...model.members.values()].filter(({ status, managed, proof, emails: own }) => {
    if (status === 'pending') return own.some((email) => among(names, email));
    if (managed || proof === null) return false;
    return proof.subject === externalId || (proof.email !== null && among(names, proof.email));
  });
  const only = waiting.length === 1 ? waiting[0] : undefined;
  const holder = holderOf(model, userName);
  if (holder && holder !== only) throw new Refused(409, `userName ${userName} is taken`);
  keepingAnAdmin(model, () => {
    model.tombstones = model.tombstones.filter(
      (row) =>
        !(externalId !== null && [row.externalId, row.identity].includes(externalId)) &&
        !row.names.some((name) => among(names, name)),
    );
    const status = active ? 'active' : 'inactive';
    if (only) {
      if (only.status === 'pending') takeOver(model, only);
      deactivate(only, status);
      Object.assign(only, { userName, emails: [...emails], externalId, managed: true, claimed: null });
      nameRoles(model, only, roles);
    } else {
      const added: Member = { ...nobody, id, userName, emails: [...emails], externalId, status, managed: true };
      model.members.set(id, added);
      nameRoles(model, added, roles);
    }
  });
}

function nameRoles(model: Model, member: Member, values: readonly string[]): void {
  member.values = [...new Set(values)];
  readRoles(model, member);
}

/** The organization lets its directory name roles, or no more. */
export function letRoles(model: Model, change: Partial<Model['roles']>): void {
  keepingAnAdmin(model, () => {
    Object.assign(model.roles, change);
    for (const member of model.members.values()) readRoles(model, member);
  });
}

export const nobody = {
  get given() {
    return [];
  },
  get overrides() {
    return [];
  },
  get values() {
    return [];
  },
  get named() {
    return [];
  },
  externalId: null,
  subject: null,
  claimed: null,
  ended: false,
  proof: null,
};

/** The directory admits the invited person; an invitation that cannot be accepted gives nothing. */
function takeOver(model: Model, member: Member): void {
  const invitation = invitationOf(model, member.id);
  if (!invitation) return;
  if (!admit(model, member, invitation)) lapse(member, invitation);
}

export function lapse(member: Member, invitation: { status: string }): void {
  invitation.status = 'revoked';
  member.given = member.given.filter(({ source }) => source !== 'invitation');
}

export function invitationOf({ invitations }: Model, memberId: string) {
  return [...invitations.values()].find(({ member, status }) => member === memberId && status === 'pending');
}

function directoryUser({ members }: Model, id: string): Member {
  const member = members.get(id);
  if (!member || member.status === 'pending') throw new Refused(404, 'no such user');
  return member;
}

/** PUT and PATCH: what is not given stays. */
export function changeUser(model: Model, id: string, change: Partial<UserBody>): void {
  const member = directoryUser(model, id);
  const userName = change.userName ?? member.userName;
  const holder = holderOf(model, userName);
  if (holder && holder !== member) throw new Refused(409, `userName ${userName} is taken`);
  const { emails = member.emails, externalId = member.externalId, active = member.status === 'active' } = change;
  keepingAnAdmin(model, () => {
    const wasManaged = member.managed;
    Object.assign(member, { userName, emails: [...emails], externalId, managed: true });
    if (!wasManaged) describe(model, member);
    deactivate(member, active ? 'active' : 'inactive');
    if (change.roles) nameRoles(model, member, change.roles);
  });
}

/** A key that was made before ends with it, also where a reactivation follows. */
export function deactivate(member: Member, status: Member['status']): void {
  if (member.status === 'active' && status === 'inactive') member.ended = true;
  member.status = status;
}

/** P4: the directory writes first to somebody who signed in, who stays only where that is proven to be the person. */
function describe(model: Model, member: Member): void {
  const { subject, proof, userName, emails, externalId } = member;
  if (subject === null) return;
  const names = [userName, ...emails];
  if (proof && (proof.subject === externalId || (proof.email !== null && among(names, proof.email)))) return;
  Object.assign(member, { subject: null, proof: null, claimed: null, managed: true });
  if (!model.accounts.get(subject)?.elsewhere) model.accounts.delete(subject);
}

/** The same, where all that it says is that the member is in a group. */
function describeByGroup(model: Model, ids: Iterable<string>): void {
  for (const id of ids) {
    const member = model.members.get(id);
    if (member && !member.managed) describe(model, member);
  }
}

export function deleteUser(model: Model, id: string): void {
  removeMember(model, directoryUser(model, id));
}

/** Leaves a tombstone of whoever had been in. */
export function removeMember(model: Model, member: Member): void {
  keepingAnAdmin(model, () => {
    const invitation = invitationOf(model, member.id);
    if (invitation) invitation.status = 'revoked';
    if (member.status !== 'pending')
      model.tombstones.push({
        subject: member.subject,
        externalId: member.externalId,
        identity: member.proof?.subject ?? null,
        names: [member.userName, ...member.emails],
      });
    for (const { users } of model.groups.values()) users.delete(member.id);
    model.members.delete(member.id);
  });
}

export type MemberChange = { kind: 'add' | 'remove' | 'replace'; ids: string[] };

export function createGroup(model: Model, id: string, created: number, name: string, ids: readonly string[]): void {
  const added = ids.map((member) => [member, kindOf(model, member)] as const);
  if ([...model.groups.values()].some((group) => same(group.name, name))) throw new Refused(409, `${name} is taken`);
  keepingAnAdmin(model, () => {
    const group: Group = { id, name, created, users: new Set(), children: new Set(), reading: null };
    for (const [member, kind] of added) group[kind].add(member);
    describeByGroup(model, ids);
    model.groups.set(id, group);
    readAgain(model, group);
  });
}

function kindOf(model: Model, id: string): 'users' | 'children' {
  const member = model.members.get(id);
  if (member && member.status !== 'pending') return 'users';
  if (model.groups.has(id)) return 'children';
  throw new Refused(400, `unknown member ${id}`);
}

/** Name and members change at once or not at all. */
export function changeGroup(model: Model, id: string, change: { name?: string; members?: MemberChange[] }): void {
  const group = model.groups.get(id);
  if (!group) throw new Refused(404, 'no such group');
  const { name = group.name, members = [] } = change;
  const had = new Set([...group.users, ...group.children]);
  const wanted = new Set(had);
  for (const { kind, ids } of members) {
    if (kind === 'replace') wanted.clear();
    for (const member of ids)
      if (kind === 'remove') wanted.delete(member);
      else wanted.add(member);
  }
  const added = [...wanted]
    .filter((member) => !had.has(member))
    .map((member) => [member, kindOf(model, member)] as const);
  if ([...model.groups.values()].some((other) => other !== group && same(other.name, name)))
    throw new Refused(409, `${name} is taken`);
  for (const [child, kind] of added)
    if (kind === 'children' && isWithin(model, id, child)) throw new Refused(400, 'a group cannot contain itself');
  keepingAnAdmin(model, () => {
    for (const member of had)
      if (!wanted.has(member)) for (const kind of ['users', 'children'] as const) group[kind].delete(member);
    for (const [member, kind] of added) group[kind].add(member);
    describeByGroup(
      model,
      added.map(([member]) => member),
    );
    const renamed = name !== group.name;
    group.name = name;
    if (renamed) readAgain(model, group);
  });
}

export function deleteGroup(model: Model, id: string): void {
  if (!model.groups.has(id)) throw new Refused(404, 'no such group');
  keepingAnAdmin(model, () => {
    const mapping = mappingOf(model, id);
    if (mapping) model.mappings.delete(mapping.id);
    for (const { children } of model.groups.values()) children.delete(id);
    model.groups.delete(id);
  });
}

/** An explicit mapping stays; else the one that waits for this name is bound; else the convention reads it. */
export function readAgain(model: Model, group: Group): void {
  group.reading = null;
  if (mappingOf(model, group.id)) return;
  const waiting = [...model.mappings.values()].find((row) => row.group === null && same(row.waitsFor, group.name));
  if (waiting) waiting.group = group.id;
  else group.reading = readName(model, group.name);
}

/** A new name of a workspace or role may be what these waited for. */
export function readUnmatched(model: Model): void {
  for (const group of model.groups.values())
    if (group.reading === null && !mappingOf(model, group.id)) readAgain(model, group);
  for (const member of model.members.values()) readRoles(model, member);
}
