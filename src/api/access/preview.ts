/** What a change would do to everybody's access, before it is made. */
import { loadAccess } from '../../domain/access/state.ts';
import { previewEffects } from '../../domain/administration/preview/preview.ts';
import { propose } from '../../domain/administration/preview/propose.ts';
import { workspaceRoleNames } from '../../domain/administration/roles/list-roles.ts';
import { nextSsoSettings } from '../../domain/administration/settings/organization-settings.ts';
import { toEffects } from '../effects/effects.ts';
import { lastIdOf, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { organizationParams } from '../http/shared-schemas.ts';
import { previewOrder, previewSchema } from './preview-schemas.ts';

export const previewRoutes: Route[] = [
  route({
    method: 'post',
    path: '/organizations/{org}/preview',
    summary: 'Show what a change would do to the access of each member, without making it',
    needs: 'access:manage',
    tag: 'Access',
    params: organizationParams,
    query: pageQuery,
    body: previewOrder,
    responses: { 200: previewSchema },
    handle: async ({ context, params: { org }, query: { limit, cursor }, body: { change } }) => {
      if (change.kind === 'sso-settings') return { status: 200, body: await previewNewcomers(org, change.settings) };
      // A cursor goes on with the same change only.
      const list = `preview/${org}/${JSON.stringify(change)}`;
      const after = lastIdOf(readCursor(list, cursor));
      const proposal = await propose(context, org, change);
      const { items: rows, counts, lastAdmin } = await previewEffects(org, proposal, { after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ member }) => [member._id]);
      const refusal = lastAdmin ? ('last_admin' as const) : null;
      return {
        status: 200,
        body: { items: await toEffects(org, items), nextCursor, counts, refusal, newcomers: null },
      };
    },
  }),
];

const nobody = { members: 0, gained: 0, lost: 0, changed: 0, permissions: 0, organizationRoles: 0 };

/** SSO settings touch nobody who has joined. */
async function previewNewcomers(org: string, change: Parameters<typeof nextSsoSettings>[1]) {
  const state = await loadAccess(org, []);
  const nameOf = await workspaceRoleNames(org);
  const shown = (sso: ReturnType<typeof nextSsoSettings>) => ({ ...sso, workspaceRole: nameOf(sso.workspaceRole) });
  const newcomers = { before: shown(state.organization.sso), after: shown(nextSsoSettings(state, change)) };
  return { items: [], nextCursor: null, counts: nobody, refusal: null, newcomers };
}
