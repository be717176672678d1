/** Who may invite whom to what. Asked when somebody invites, and again about the inviter when it is accepted. */
import type { Filter } from '../../../storage/query.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { type Authority, fullAuthority, memberAuthority } from '../../access/authority/authority.ts';
import type { Actor } from '../../kernel/context.ts';
import { type ApiTokenDocument, apiTokens } from '../../model/api-token.ts';
import { type MemberDocument, mayEnter, members } from '../../model/member.ts';
import { rolesThatMay } from '../../model/permissions.ts';

/** Whether they may invite people to the organization whatever the flag says. */
export function mayInviteToOrganization({ organizationRole }: Authority): boolean {
  return rolesThatMay('members:manage').includes(organizationRole);
}

/**
 * Whether a workspace's members are invited to the organization as well when they are new to it.
 * @param workspaceAdminsInvite of the deployment
 */
export function mayAdmit(authority: Authority, workspaceAdminsInvite: boolean): boolean {
  return mayInviteToOrganization(authority) || workspaceAdminsInvite;
}

/** Somebody who has invited, as of today. */
export type Inviter = {
  readonly authority: Authority;
  /** Of a person: asserted when the invitation is accepted, so that a demotion counts from its commit on. */
  readonly member: Pick<MemberDocument, '_id' | 'accessRevision' | 'accessEndedAt'> | null;
};

/** By `actorKey`; without an entry: somebody who may nothing here any more. */
export type Inviters = ReadonlyMap<string, Inviter>;

export function actorKey({ type, id }: Actor): string {
  return `${type}/${id}`;
}

/** What these actors may in the organization today. A key keeps its right until it is revoked, also past its expiry. */
export async function loadInviters(orgId: string, actors: readonly Actor[]): Promise<Inviters> {
  const distinct = new Map(actors.map((actor) => [actorKey(actor), actor]));
  const found = await Promise.all(
    [...distinct].map(async ([key, actor]) => [key, await loadInviter(orgId, actor)] as const),
  );
  return new Map(found.flatMap(([key, inviter]) => (inviter ? [[key, inviter] as const] : [])));
}

async function loadInviter(orgId: string, { type, id }: Actor): Promise<Inviter | null> {
  switch (type) {
    case 'system':
      return { authority: fullAuthority, member: null };
    case 'account': {
      // The revision before what it covers.
      const filter = { accountId: id, ...mayEnter };
      const projection = { accessRevision: 1, accessEndedAt: 1 } as const;
      const member = await tenant(orgId).findOne(members, filter, { projection });
      const authority = member && (await memberAuthority(orgId, { accountId: id }));
      return authority && { authority, member };
    }
    case 'service-key':
    case 'deployment-key': {
      const owner: Filter<ApiTokenDocument> =
        type === 'service-key' ? { kind: 'service', orgId } : { kind: 'deployment' };
      const live = await system('credentials').findOne(apiTokens, { _id: id, revokedAt: null, ...owner });
      return live && { authority: fullAuthority, member: null };
    }
    default:
      return null;
  }
}
