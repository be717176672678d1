/** 3: a membership names the group and the mapping of the grant that won, so that people are counted by group at once. */
import { system, tenant } from '../../../storage/tenant.ts';
import { systemContext } from '../../kernel/context.ts';
import { grants } from '../../model/grant.ts';
import { memberships } from '../../model/membership.ts';
import { organizations } from '../../model/organization.ts';
import { operate } from '../../operation/operate.ts';

const batch = 500;

export async function nameGroupsOfMemberships(): Promise<void> {
  for (const { _id: orgId } of await system('background').find(organizations, {}, { projection: { _id: 1 } }))
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: { _id: string }[] = await tenant(orgId).find(
        memberships,
        { _id: { $gt: after } },
        { projection: { _id: 1 }, sort: { _id: 1 }, limit: batch },
      );
      const ids = page.map(({ _id }) => _id);
      if (ids.length > 0) await nameGroups(orgId, ids);
      after = ids.length < batch ? undefined : ids.at(-1);
    }
}

function nameGroups(orgId: string, ids: readonly string[]): Promise<void> {
  return operate(orgId, systemContext, {
    load: async () => {
      const old = await tenant(orgId).find(memberships, { _id: { $in: ids }, mappingId: { $exists: false } });
      const given = { _id: { $in: old.flatMap(({ grantId }) => grantId ?? []) } };
      const won = await tenant(orgId).find(grants, given, { projection: { groupId: 1, mappingId: 1 } });
      return { old, won: new Map(won.map((grant) => [grant._id, grant])) };
    },
    decide: ({ old, won }, draft) => {
      for (const { _id, grantId } of old) {
        const { groupId = null, mappingId = null } = won.get(grantId ?? '') ?? {};
        draft.update(memberships, _id, { groupId, mappingId }, { grantId });
      }
    },
  });
}
