/** By what members are searched: the same wherever they are listed. */
import { z } from 'zod';
import { type MemberFilter, memberOrders } from '../../domain/administration/members/list-members.ts';
import { membershipSources } from '../../domain/model/membership.ts';
import { searchQuery } from '../http/page.ts';
import { idParamOf, memberStatusSchema, organizationRoleSchema } from '../http/shared-schemas.ts';

const flagParam = z.enum(['true', 'false']);

export const membersQuery = searchQuery.extend({
  status: memberStatusSchema.optional().meta({ description: 'Only those with this status' }),
  organizationRole: organizationRoleSchema.optional().meta({ description: 'Only those with this organization role' }),
  group: idParamOf('group').optional().meta({ description: 'Only direct members of the group with this id' }),
  workspace: idParamOf('workspace')
    .optional()
    .meta({ description: 'Only who has access to the workspace with this id, or is invited to it' }),
  source: z
    .enum(membershipSources)
    .optional()
    .meta({ description: 'Only who has a role by this: in `workspace`, or in any without one' }),
  locked: flagParam.optional().meta({ description: '`true`: only whom an admin has locked; `false`: nobody who is' }),
  signedIn: flagParam.optional().meta({ description: '`false`: only members as whom nobody has ever signed in' }),
  emailVerified: flagParam.optional().meta({
    description: '`false`: only whose provider names an address that nobody has proven (`claimedEmail`)',
  }),
  sort: z
    .enum(memberOrders)
    .default('name')
    .meta({ description: 'By what they are sorted; with `-` the other way round' }),
});

type Asked = Omit<z.output<typeof membersQuery>, 'limit' | 'sort' | 'cursor'>;

export function filterOf({ group, workspace, locked, signedIn, emailVerified, ...same }: Asked): MemberFilter {
  const flag = (asked: 'true' | 'false' | undefined) => (asked === undefined ? undefined : asked === 'true');
  return {
    ...same,
    groupId: group,
    workspaceId: workspace,
    locked: flag(locked),
    signedIn: flag(signedIn),
    emailVerified: flag(emailVerified),
  };
}
