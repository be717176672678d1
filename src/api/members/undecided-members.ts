/** Members of whom nothing proves who they are. */
import { z } from 'zod';
import { proveMembers } from '../../domain/administration/migrations/stored-proof.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idOf, organizationParams } from '../http/shared-schemas.ts';

const undecidedSchema = z
  .object({
    memberId: idOf('member'),
    userName: z.string().meta({ description: '`userName` of the SCIM User', examples: ['ada@acme.example'] }),
    why: z.enum(['unreachable', 'unproven']).meta({
      description:
        '`unreachable`: linked to an account that no sign-in brings to this organization; `unproven`: has an address and no account that proves it',
    }),
  })
  .meta({ id: 'UndecidedMember', description: 'A member of whom nothing proves who they are' });

export const undecidedMemberRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/undecided-members',
    summary:
      'List members of whom nothing proves who they are, as data of an earlier release may have them: unlink or remove them',
    needs: 'sso:manage',
    tag: 'Members',
    params: organizationParams,
    query: pageQuery,
    responses: { 200: pageOf(undecidedSchema) },
    handle: async ({ params: { org }, query }) => {
      const { undecided } = await proveMembers(org, { repair: false });
      const rows = undecided.map((row) => ({ ...row, _id: row.memberId }));
      const { items, nextCursor } = pageOfAll(`undecided/${org}`, rows, query, 'oldest first');
      const shown = items.map(({ memberId, userName, why }) => ({ memberId, userName, why }));
      return { status: 200, body: { items: shown, nextCursor } };
    },
  }),
];
