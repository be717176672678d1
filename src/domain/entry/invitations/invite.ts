/** An admin invites people, many at once: to the organization, or into one workspace. */

import { beginPart } from '../../../storage/patience.ts';
import { tenant } from '../../../storage/tenant.ts';
import type { Authority } from '../../access/authority/authority.ts';
import { requireInviteAs, requireMayGive } from '../../access/authority/giving.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { parseEmail } from '../../kernel/email-address.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { getOrganization } from '../../model/organization.ts';
import {
  findWorkspaceRole,
  isOrganizationRole,
  type OrganizationRole,
  type RoleDocument,
  rankOf,
  roles,
} from '../../model/role.ts';
import type { SecretBox } from '../../model/secret-box.ts';
import { partOf } from '../../operation/idempotency.ts';
import { operate, rehearse } from '../../operation/operate.ts';
import { mailAllowance, recipientIsFull } from '../mail/quota.ts';
import type { Order } from './batch.ts';
import { draftInvitations } from './draft-invitations.ts';
import type { InvitationSettings } from './invitation-settings.ts';
import { linkUrl, newLink } from './link.ts';
import { loadBatch } from './load-batch.ts';
import { type Outcome, refusedOutcome } from './outcome.ts';
import { requireInvitations } from './switch.ts';

export type InviteOrder = {
  /** As typed; what is no address becomes an outcome like any other. */
  readonly email: string;
  /** undefined: Organization User, or the inviter's own role where that is lower. */
  readonly organizationRole?: OrganizationRole | undefined;
  /** Roles by name or id. */
  readonly workspaces: readonly { readonly workspaceId: string; readonly role: string }[];
};

export type InviteOrders = {
  /** By which right: `workspace` for a Workspace Admin's right over the one workspace that the orders name. */
  readonly scope: 'organization' | 'workspace';
  readonly people: readonly InviteOrder[];
  /** Answers the same and writes nothing; there are no links and no ids of new invitations then. */
  readonly dryRun?: boolean;
};

export type InviteResult = Omit<Outcome, 'tokenHash'> & {
  /** Where no mail is sent: accepts the invitation, and is told only here. */
  readonly link?: string;
};

/** Writes that one person and one more workspace take at most; a transaction ends at 1,000. */
const writesPerPerson = 8;
const writesPerWorkspace = 3;
const writesPerTransaction = 900;

/**
 * Invites all of them, each with an outcome of their own, in the order of `people`. Who is active in the
 * organization is added to the workspaces at once; who is pending gains the workspaces; others become pending.
 * @throws QuotaReached when so many may not be mailed today, DomainError forbidden when any of the orders asks for more than
 *   the inviter may give, or the organization invites nobody: then nothing is changed
 */
export async function invitePeople(
  context: Context,
  authority: Authority,
  orgId: string,
  { scope, people, dryRun = false }: InviteOrders,
  settings: InvitationSettings,
): Promise<InviteResult[]> {
  const organization = await getOrganization(orgId);
  if (organization.kind === 'personal')
    throw new DomainError('forbidden', 'personal_organization', 'Nobody can be invited to a personal organization.');
  // Who is active may be added to a workspace all the same.
  if (scope === 'organization') requireInvitations(organization);
  const customRoles = await tenant(orgId).find(roles, {});
  for (const order of people) requireRights(authority, order, customRoles);
  const results: InviteResult[] = [];
  const prepared = prepare(authority, people, results);
  const inviting = { context, authority, scope, orgId, settings };
  if (dryRun) {
    const outcomes = await rehearse({
      load: () => loadBatch(inviting, prepared),
      decide: (state, draft) => draftInvitations(draft, state, inviting, prepared, null),
    });
    outcomes.forEach(({ tokenHash: _hash, invitationId: _id, ...outcome }, i) => {
      results[prepared[i]?.index ?? 0] = outcome;
    });
    return results;
  }
  const allowance = mailAllowance(context, orgId);
  const mailed = new Set<string>();
  try {
    for (const [part, chunk] of chunksOf(prepared).entries()) {
      if (part > 0) beginPart();
      const links = new Map(chunk.map(({ link }) => [link.hash, link.secret]));
      const sealed = settings.mail !== null ? sealAll(links, settings.secretBox) : null;
      const outcomes = await operate(orgId, partOf(context, part), {
        load: async () => {
          // Of the whole request at once, and not at all in a replay.
          const full = sealed ? await allowance.take(prepared.map(({ emailKey }) => emailKey)) : nobody;
          return { full, state: await loadBatch(inviting, chunk) };
        },
        decide: ({ full, state }, draft) =>
          leavingOut(full, chunk, (rest) => draftInvitations(draft, state, inviting, rest, sealed)),
      });
      outcomes.forEach(({ tokenHash, ...outcome }, i) => {
        if (tokenHash !== undefined) mailed.add(chunk[i]?.emailKey ?? '');
        // A replay answers what was decided then, when other links were made: they were told then, and are not known now.
        const secret = tokenHash === undefined || sealed ? undefined : links.get(tokenHash);
        results[chunk[i]?.index ?? 0] = {
          ...outcome,
          ...(secret === undefined ? {} : { link: linkUrl(settings, secret) }),
        };
      });
    }
  } finally {
    await allowance.settle(mailed);
  }
  return results;
}

const nobody: ReadonlySet<string> = new Set();

/** The outcomes of all in order; those who get no more mail today are left out of the decision. */
function leavingOut(
  full: ReadonlySet<string>,
  chunk: readonly Order[],
  decide: (rest: readonly Order[]) => readonly Outcome[],
): Outcome[] {
  const outcomes = decide(chunk.filter(({ emailKey }) => !full.has(emailKey))).values();
  return chunk.map((order) => {
    const decided = full.has(order.emailKey) ? undefined : outcomes.next().value;
    return decided ?? refusedOutcome(order, 'mail_quota', recipientIsFull);
  });
}

function requireRights(
  authority: Authority,
  { organizationRole, workspaces }: InviteOrder,
  customRoles: readonly RoleDocument[],
): void {
  if (organizationRole !== undefined) requireInviteAs(authority, organizationRole);
  for (const { workspaceId, role } of workspaces) {
    if (isOrganizationRole(role)) requireInviteAs(authority, role);
    // What is no role becomes an outcome; who manages nobody there is not told.
    requireMayGive(authority, workspaceId, findWorkspaceRole(role, customRoles) ?? role, customRoles);
  }
}

/** What can be said without the database goes into `results`; the rest is answered. */
function prepare(authority: Authority, orders: readonly InviteOrder[], results: InviteResult[]): Order[] {
  const seen = new Set<string>();
  return orders.flatMap((order, index): Order[] => {
    const email = parseEmail(order.email);
    const emailKey = email === null ? '' : foldName(email);
    if (email === null) results[index] = refusedOutcome(order, 'invalid_email', 'This is no email address.');
    else if (seen.has(emailKey)) results[index] = refusedOutcome(order, 'duplicate', duplicate);
    else {
      seen.add(emailKey);
      const role = order.organizationRole ?? usualRole(authority);
      const roleAsked = order.organizationRole !== undefined;
      return [{ ...order, index, email, emailKey, organizationRole: role, roleAsked, link: newLink() }];
    }
    return [];
  });
}

const duplicate = 'This address stands in the list before, and that one counts.';

/** Nobody grants a role above their own. */
function usualRole({ organizationRole }: Authority): OrganizationRole {
  return rankOf(organizationRole, []) < rankOf('Organization User', []) ? organizationRole : 'Organization User';
}

function chunksOf(prepared: readonly Order[]): Order[][] {
  const chunks: Order[][] = [];
  let writes = Number.POSITIVE_INFINITY;
  for (const order of prepared) {
    const own = writesPerPerson + order.workspaces.length * writesPerWorkspace;
    if (writes + own > writesPerTransaction) {
      chunks.push([]);
      writes = 0;
    }
    chunks.at(-1)?.push(order);
    writes += own;
  }
  return chunks;
}

/** For the mail that brings the links. */
function sealAll(links: ReadonlyMap<string, string>, secretBox: SecretBox): Map<string, string> {
  return new Map([...links].map(([hash, secret]) => [hash, secretBox.seal(secret)]));
}
