/** What a change would do to everybody's access, before it is made. */
import { z } from 'zod';
import { loadAccess } from '../domain/access/state.ts';
import { type MemberEffect, previewEffects } from '../domain/administration/preview/preview.ts';
import { propose } from '../domain/administration/preview/propose.ts';
import { workspaceRoleNames } from '../domain/administration/roles/list-roles.ts';
import { nextSsoSettings } from '../domain/administration/settings/organization-settings.ts';
import { emailOf } from '../domain/model/member.ts';
import { listWorkspaces } from '../domain/model/workspace.ts';
import { authorize } from './authorize.ts';
import { mappingChange, mappingOrder, scimSettingsChange } from './mapping-schemas.ts';
import { lastIdOf, pageQuery, readCursor, toPage } from './page.ts';
import { previewSchema } from './preview-schemas.ts';
import { roleChange } from './role-schemas.ts';
import { type Route, route } from './route.ts';
import { idParam, organizationParams, ssoSettingsSchema } from './schemas.ts';

const { group, ...newMapping } = mappingOrder.shape;

const proposed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scim-settings'), settings: scimSettingsChange }),
  z.strictObject({ kind: z.literal('sso-settings'), settings: ssoSettingsSchema.partial().strict() }),
  z.strictObject({ kind: z.literal('mapping-created'), group, mapping: z.strictObject(newMapping) }),
  z.strictObject({ kind: z.literal('mapping-changed'), mappingId: idParam, mapping: mappingChange }),
  z.strictObject({ kind: z.literal('mapping-deleted'), mappingId: idParam, onDelete: z.enum(['keep', 'remove']) }),
  z.strictObject({
    kind: z.literal('group-renamed'),
    groupId: idParam,
    displayName: z.string().trim().min(1).max(1_000),
  }),
  z.strictObject({
    kind: z.literal('role-changed'),
    roleId: idParam,
    ...roleChange.pick({ rank: true, permissions: true }).shape,
  }),
]);

export const previewRoutes: Route[] = [
  route({
    method: 'post',
    path: '/organizations/{org}/preview',
    summary: 'Show what a change would do to the access of each member, without making it',
    who: 'Organization Admin',
    tag: 'Access',
    params: organizationParams,
    query: pageQuery.omit({ q: true }),
    body: z.strictObject({ change: proposed }),
    responses: { 200: previewSchema },
    handle: async ({ caller, context, params: { org }, query: { limit, cursor }, body: { change } }) => {
      await authorize(caller, org, 'access:manage');
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

async function toEffects(org: string, effects: readonly MemberEffect[]) {
  const [nameOf, workspaces] = await Promise.all([workspaceRoleNames(org), listWorkspaces(org)]);
  const names = new Map(workspaces.map(({ _id, name }) => [_id, name]));
  const named = (role: string | null) => (role === null ? null : nameOf(role));
  return effects.map(({ member, organizationRole, workspaces: changes }) => ({
    memberId: member._id,
    email: emailOf(member),
    name: member.name,
    organizationRole,
    workspaces: changes.map(({ workspaceId, before, after, permissions }) => ({
      workspaceId,
      name: names.get(workspaceId) ?? '',
      before: named(before),
      after: named(after),
      permissions: permissions && { added: [...permissions.added], removed: [...permissions.removed] },
    })),
  }));
}
