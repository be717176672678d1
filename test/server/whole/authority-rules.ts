/** Who may ask for what (5-api): of people, who are asked with the roles that they have at that moment. */
import { Refused } from './directory-rules.ts';
import { type Member, type Model, organizationStanding, workspaceStanding } from './model.ts';

/** What a request is about, where others than an Organization Admin may make it. */
export type Concern = { readonly workspace: string } | { readonly member: string } | { readonly invitations: true };

/** The organization role as it is, or would be if the member were active. */
const roleOf = (model: Model, member: Member) => organizationStanding(model, { ...member, status: 'active' }).role;

/**
 * Does what the person asks, if they may.
 * @param concern undefined: only an Organization Admin may
 */
export function asPerson(model: Model, subject: string, concern: Concern | undefined, act: () => unknown): unknown {
  const own = [...model.members.values()].find((member) => member.subject === subject);
  if (own?.status !== 'active') throw new Refused(model.accounts.get(subject)?.elsewhere ? 404 : 401, 'active nowhere');
  const role = roleOf(model, own);
  if (role === 'Organization Admin') return act();
  if (concern && 'workspace' in concern) {
    if (!model.workspaces.some(({ id }) => id === concern.workspace)) throw new Refused(404, 'no such workspace');
    const held = workspaceStanding(model, own, concern.workspace).role;
    if (held !== 'Workspace Admin') throw new Refused(403, `needs Workspace Admin, has ${held}`);
    return act();
  }
  if (!concern || role !== 'Organization Operator') throw new Refused(403, `may not, as ${role}`);
  if ('invitations' in concern) return act();
  const target = model.members.get(concern.member);
  if (target && roleOf(model, target) === 'Organization Admin') throw new Refused(403, 'an Operator, about an Admin');
  const done = act();
  const after = model.members.get(concern.member);
  /** Whatever comes when a decision ends is given with it. */
  const later = after && { ...after, overrides: after.overrides.filter(({ expires }) => expires === null) };
  if ([after, later].some((own) => own && roleOf(model, own) === 'Organization Admin'))
    throw new Refused(403, 'above the own role');
  return done;
}
