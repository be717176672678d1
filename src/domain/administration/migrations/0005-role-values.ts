/** 5: members tell the values of `roles` beside their content, so that what a directory has sent already gives roles where that is switched on. */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type Json } from '../../../json.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { systemContext } from '../../kernel/context.ts';
import { type MemberDocument, members } from '../../model/member.ts';
import { organizations } from '../../model/organization.ts';
import { operate } from '../../operation/operate.ts';

const batch = 500;

export async function tellRoleValues(): Promise<void> {
  for (const { _id: orgId } of await system('background').find(organizations, {}, { projection: { _id: 1 } }))
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: { _id: string }[] = await tenant(orgId).find(
        members,
        { _id: { $gt: after }, 'resource.roles': { $exists: true } },
        { projection: { _id: 1 }, sort: { _id: 1 }, limit: batch },
      );
      const ids = page.map(({ _id }) => _id);
      if (ids.length > 0) await tellOf(orgId, ids);
      after = ids.length < batch ? undefined : ids.at(-1);
    }
}

function tellOf(orgId: string, ids: readonly string[]): Promise<void> {
  return operate(orgId, systemContext, {
    load: () => tenant(orgId).find(members, { _id: { $in: ids } }),
    decide: (found, draft) => {
      for (const member of found) {
        const roleValues = valuesIn(member);
        if (!isDeepStrictEqual(roleValues, member.roleValues ?? []))
          draft.update(members, member._id, { roleValues }, { version: member.version });
      }
    },
  });
}

function valuesIn({ resource: { roles } }: MemberDocument): string[] {
  const values = (Array.isArray(roles) ? roles : []).flatMap((role: Json) => (isJsonObject(role) ? role.value : []));
  return [...new Set(values.filter((value): value is string => typeof value === 'string' && value.trim() !== ''))];
}
