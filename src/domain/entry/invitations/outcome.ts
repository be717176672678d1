/** What a batch answers about each person: the role in force afterwards, and why where it is not the one that was asked for. */

import { type EffectiveAccess, effective } from '../../access/grants/effective.ts';
import { type AccessState, rulesOf } from '../../access/state.ts';
import type { InvitationDocument } from '../../model/invitation.ts';
import { type MemberSummary, standingOf } from '../../model/member.ts';
import { findWorkspaceRole, roleName } from '../../model/role.ts';
import { type Batch, grantsIn, type Order } from './batch.ts';
import type { Decision } from './judge-order.ts';
import { type Standing, whyNotAsked } from './why-not-asked.ts';

/** Its own `role` is that in the only workspace that was asked for; with none or several, the organization role. */
export type Outcome = Standing & {
  readonly email: string;
  /** `added`: active in the workspaces at once; `invited`: pending. */
  readonly outcome: 'added' | 'invited' | 'already_member' | 'error';
  readonly code?: string;
  /** Of an error, and where another role was asked for: why, and what to do. */
  readonly detail?: string;
  /** Of an invitation to the organization, where the person is known. */
  readonly organization?: Standing;
  readonly workspaces?: readonly (Standing & { readonly workspaceId: string })[];
  readonly invitationId?: string;
  /** A link was made. */
  readonly tokenHash?: string;
};

/** What an order asks for, with roles as they were sent. */
type Asked = Pick<Order, 'email' | 'workspaces'> & { readonly organizationRole?: string | undefined };

/** The outcome of an order by which nobody is meant. */
export function refusedOutcome({ email, organizationRole, workspaces }: Asked, code: string, detail: string): Outcome {
  const [only, ...more] = workspaces;
  const asked = only && more.length === 0 ? only.role : organizationRole;
  return { email, outcome: 'error', ...standing([], null, asked), code, detail };
}

const outcomes = { nothing: 'already_member', added: 'added', invited: 'invited', extended: 'invited' } as const;

/**
 * The outcome of an order that was judged.
 * @param batch after the order
 * @param person whom it concerns; null: nobody that the inviter may know of
 */
export function tellOutcome(
  batch: Batch,
  order: Order,
  decision: Decision,
  person: MemberSummary | null,
  about: { readonly access: AccessState; readonly scope: InvitationDocument['scope']; readonly at: Date },
): Outcome {
  const organizationRole = order.roleAsked ? order.organizationRole : undefined;
  if (person === null) {
    const { code, detail } = decision as Extract<Decision, { kind: 'refused' }>;
    return refusedOutcome({ ...order, organizationRole }, code, detail);
  }
  const { access, scope, at } = about;
  const status = person.status === 'pending' ? 'active' : standingOf(person);
  const held = effective(status, grantsIn(batch, person._id), rulesOf(access), at);
  const organization = standing(held.organization.roles.slice(0, 1), held.organization.source, organizationRole);
  const workspaces = order.workspaces.map(({ workspaceId, role }) => ({
    workspaceId,
    ...standingIn(held, workspaceId, role, access),
  }));
  const [only, ...more] = workspaces;
  const { role, roles, source, asked } = only && more.length === 0 ? only : organization;
  return {
    email: order.email,
    role,
    ...(roles === undefined ? {} : { roles }),
    source,
    ...(asked === undefined ? {} : { asked }),
    ...outcomeOf(),
    ...(scope === 'organization' ? { organization, workspaces } : {}),
  };

  function outcomeOf(): Pick<Outcome, 'outcome' | 'code' | 'detail'> {
    if (decision.kind === 'refused') return { outcome: 'error', code: decision.code, detail: decision.detail };
    const reasons = workspaces.flatMap(({ workspaceId, ...there }) => {
      const name = access.workspaces.find(({ _id }) => _id === workspaceId)?.name ?? workspaceId;
      return whyNotAsked(there, held.workspaces.get(workspaceId)?.winner ?? null, name) ?? [];
    });
    if (organization.asked !== undefined) reasons.push(organizationRoleStays);
    return { outcome: outcomes[decision.kind], ...(reasons.length === 0 ? {} : { detail: reasons.join(' ') }) };
  }
}

const organizationRoleStays =
  'Nobody who is in the organization gets another organization role in this way: an admin sets it for the member.';

function standingIn(
  { workspaces }: EffectiveAccess,
  workspaceId: string,
  asked: string,
  { customRoles }: AccessState,
): Standing {
  const { roles = [], source = null } = workspaces.get(workspaceId) ?? {};
  const known = findWorkspaceRole(asked, customRoles);
  const name = (id: string) => roleName(id, customRoles);
  return standing(roles.map(name), source, known === null ? asked : name(known));
}

/** @param roles by name, the highest first */
function standing(roles: string[], source: Standing['source'], asked: string | undefined): Standing {
  return {
    role: roles[0] ?? null,
    ...(roles.length > 1 ? { roles } : {}),
    source,
    ...(asked === undefined || roles.includes(asked) ? {} : { asked }),
  };
}
