/**
 * What `roles` of stored people name, which access reads beside their content (`roleValues`). A release that does not know of it
 * writes the content alone. The migration, the look for late writes and `usher access rebuild` bring the two together.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Filter } from '../../../storage/query.ts';
import { tenant } from '../../../storage/tenant.ts';
import { type AccessChange, decideAccess } from '../../access/decide-access.ts';
import { withRoleGrants } from '../../access/grants/role-grants.ts';
import { keepLastAdmin } from '../../access/keep-last-admin-unattended.ts';
import { type AccessState, loadAccess, memberIn } from '../../access/state.ts';
import { systemContext } from '../../kernel/context.ts';
import { type MemberDocument, members } from '../../model/member.ts';
import { scimSettingsOf } from '../../model/organization.ts';
import { rolesNamedIn } from '../../model/user-content.ts';
import { type Draft, operate } from '../../operation/operate.ts';

const batch = 250;

type Look = {
  readonly repair: boolean;
  /** Only at those who were changed from then on. */
  readonly since?: Date;
};

/** @returns how many members' roles were not those that their content names; `repair` reads them again, and access follows */
export async function readStoredRoles(orgId: string, { repair, since }: Look): Promise<number> {
  const some: Filter<MemberDocument> = since
    ? { updatedAt: { $gte: since } }
    : { $or: [{ 'resource.roles': { $exists: true } }, { roleValues: { $exists: true, $ne: [] } }] };
  let count = 0;
  for (let after = ''; ; ) {
    const page = await tenant(orgId).find(
      members,
      { ...some, _id: { $gt: after } },
      { projection: { 'resource.roles': 1, roleValues: 1 }, sort: { _id: 1 }, limit: batch },
    );
    const old = page.filter(isOld).map(({ _id }) => _id);
    count += old.length;
    if (repair && old.length > 0) await readAgain(orgId, old);
    const last = page.at(-1);
    if (page.length < batch || last === undefined) return count;
    after = last._id;
  }
}

type Told = Pick<MemberDocument, 'roleValues'> & { readonly resource?: MemberDocument['resource'] };

/** A page without any attribute of a member's content has no `resource` of it. */
const namedBy = ({ resource = {} }: Told) => rolesNamedIn(resource);
const isOld = (member: Told) => !isDeepStrictEqual(namedBy(member), member.roleValues ?? []);

function readAgain(orgId: string, ids: readonly string[]): Promise<void> {
  return operate(orgId, systemContext, {
    load: async () => {
      const old = (await tenant(orgId).find(members, { _id: { $in: [...ids] } })).filter(isOld);
      return {
        old,
        access: await loadAccess(
          orgId,
          old.map(({ _id }) => _id),
        ),
      };
    },
    decide: ({ old, access }, draft) => {
      for (const member of old)
        draft.update(members, member._id, { roleValues: namedBy(member) }, { version: member.version });
      // Where they give nothing, only what the directory said is written down.
      if (scimSettingsOf(access.organization).rolesEnabled) decideByRoles(draft, access, old);
    },
  });
}

function decideByRoles(draft: Draft, access: AccessState, old: readonly MemberDocument[]): void {
  const described = new Map(access.members);
  const changes: AccessChange[] = [];
  for (const member of old) {
    const { _id: memberId, status } = member;
    const present = memberIn(access, memberId);
    const naming = { ...present.member, roleValues: namedBy(member) };
    described.set(memberId, { ...present, member: naming });
    changes.push({ memberId, status, grants: withRoleGrants(access, naming, present.grants, draft.now) });
  }
  const state = { ...access, members: described };
  decideAccess(draft, state, keepLastAdmin(draft, state, changes));
}
