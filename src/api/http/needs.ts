/**
 * What a route needs of its caller. Each route declares one need. The router sees to it before the handler runs, and the
 * OpenAPI document prints who may. A need is a permission of the table (`domain/model/permissions.ts`): of the
 * organization in the path, or of the workspace in the path. What no permission says is one of the needs below.
 */
import {
  type Authority,
  requireOrganizationPermission,
  requireRoleReader,
  requireWorkspacePermission,
} from '../../domain/access/authority/authority.ts';
import { authorityOf } from '../../domain/entry/reach/authority-of.ts';
import {
  isOrganizationPermission,
  isWorkspacePermission,
  type OrganizationPermission,
  permissionTable,
  type WorkspacePermission,
} from '../../domain/model/permissions.ts';
import { getWorkspace } from '../../domain/model/workspace.ts';
import type { ApiConfig } from './api-config.ts';
import { ApiError } from './api-error.ts';
import type { Caller, PersonCaller, SessionCaller, SetupCaller } from './caller.ts';
import { principalOf, requirePerson } from './principal.ts';
import { admitSetup, isForSetupLinks, type SetupNeed, whoMaySetUp } from './setup-needs.ts';

export { isForSetupLinks };

/** What the switches of the deployment have to say about it. */
export type Switches = Pick<ApiConfig, 'basicAuth'> & {
  readonly flags: Pick<ApiConfig['flags'], 'userOrgCreationDisabled'>;
};

/** A request whose parameters are parsed, and who sent it. */
export type Asked = {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly switches: Switches;
};

/** What a handler knows of its caller: who it is, and what it may do in the organization that was asked about. */
export type Admitted<
  C extends Caller | SetupCaller = Caller | SetupCaller,
  A extends Authority | null = Authority | null,
> = {
  readonly caller: C;
  readonly authority: A;
};

type SpecialNeed = {
  /** Who may, in the words of the documentation. */
  readonly who: string;
  /** The parameters of the path and of the query that it looks at: a route that declares it must take them. */
  readonly params?: readonly string[];
  readonly query?: readonly string[];
  /** Throws an `ApiError` or a `DomainError` unless the caller may. */
  readonly admit: (asked: Asked) => Promise<Admitted<Caller>>;
};

const specialNeeds = {
  'to be authenticated': {
    who: 'whoever is signed in, and every key',
    admit: async ({ caller }) => ({ caller, authority: null }),
  },

  'to be a person': {
    who: 'whoever is signed in, by session or personal key',
    admit: async ({ caller }): Promise<Admitted<PersonCaller, null>> => ({
      caller: requirePerson(caller),
      authority: null,
    }),
  },

  'to be in a session, where there are passwords': {
    who: 'whoever is signed in by session, where people sign in with passwords (BASIC_AUTH_ENABLED)',
    admit: async ({ caller, switches: { basicAuth } }): Promise<Admitted<SessionCaller, null>> => {
      if (!basicAuth)
        throw new ApiError(
          403,
          'basic_auth_disabled',
          'People do not sign in with passwords here (BASIC_AUTH_ENABLED).',
        );
      if (caller.kind !== 'session')
        throw new ApiError(403, 'forbidden', 'An API key cannot change a password: sign in.');
      return { caller, authority: null };
    },
  },

  'to create organizations': {
    who: "the deployment key; where USER_ORG_CREATION_DISABLED is off, whoever is signed in by the deployment's own provider",
    admit: async ({ caller, switches: { flags } }) => {
      if (caller.accountId === null && caller.key === 'deployment') return { caller, authority: null };
      if (caller.accountId === null)
        throw new ApiError(
          403,
          'forbidden',
          'A service key acts in its own organization only. Use the deployment key.',
        );
      // Its maker could not enter it (P5).
      if (caller.reach !== null)
        throw new ApiError(
          403,
          'sign_in_elsewhere',
          "You are signed in by an organization's own provider, which reaches that organization alone. Sign in by the deployment's provider to create another one.",
        );
      if (flags.userOrgCreationDisabled)
        throw new ApiError(
          403,
          'organization_creation_disabled',
          'This deployment does not let people create organizations (USER_ORG_CREATION_DISABLED). Ask its operator.',
        );
      return { caller, authority: null };
    },
  },

  'organization:manage, in the default organization too': {
    who: `${holdersOf('organization:manage')} of both, the present default organization and this one`,
    params: ['org'],
    // Of the default one the domain asks, in the operation: it may be another one by then.
    admit: (asked) =>
      inOrganization(asked, (authority) => requireOrganizationPermission(authority, 'organization:manage')),
  },

  'access:read, or to be the member': {
    who: `${holdersOf('access:read')}, the member itself`,
    params: ['org', 'member'],
    admit: (asked) =>
      inOrganization(asked, (authority) => {
        if (authority.memberId !== asked.params.member) requireOrganizationPermission(authority, 'access:read');
      }),
  },

  'to grant some role': {
    who: `${holdersOf('members:manage')}; whoever has \`workspace-members:manage\` in any workspace`,
    params: ['org'],
    admit: (asked) => inOrganization(asked, requireRoleReader),
  },

  'to grant some role, where an organization is asked for': {
    who: `whoever is signed in, and every key; of an organization: ${holdersOf('members:manage')}, whoever has \`workspace-members:manage\` in any workspace`,
    query: ['organization'],
    admit: async ({ caller, query: { organization } }) => {
      if (organization === undefined) return { caller, authority: null };
      const authority = await authorityOf(String(organization), principalOf(caller));
      requireRoleReader(authority);
      return { caller, authority };
    },
  },
} as const satisfies Record<string, SpecialNeed>;

export type Need = OrganizationPermission | WorkspacePermission | keyof typeof specialNeeds | SetupNeed;

/** What the handler of a route with this need gets. */
export type AdmittedBy<N extends Need> = N extends keyof typeof specialNeeds
  ? Awaited<ReturnType<(typeof specialNeeds)[N]['admit']>>
  : N extends SetupNeed
    ? Admitted<SetupCaller, null>
    : Admitted<Caller, Authority>;

/**
 * Sees to it that the caller may.
 * @throws DomainError not_found to who is no active member of the organization, or for a workspace of another one;
 *   forbidden; ApiError 403
 */
export async function admit(
  need: Need,
  { caller, ...about }: Omit<Asked, 'caller'> & { readonly caller: Caller | SetupCaller },
): Promise<Admitted> {
  if (isForSetupLinks(need)) return admitSetup(need, caller);
  if (caller.kind === 'setup-link') throw new Error(`a set-up link was let as far as ${need}`);
  const asked = { caller, ...about };
  if (isOrganizationPermission(need))
    return inOrganization(asked, (authority) => requireOrganizationPermission(authority, need));
  if (isWorkspacePermission(need))
    return inOrganization(asked, async (authority, orgId) => {
      const { _id } = await getWorkspace(orgId, String(asked.params.ws));
      requireWorkspacePermission(authority, _id, need);
    });
  return specialNeeds[need].admit(asked);
}

async function inOrganization(
  { caller, params }: Asked,
  check: (authority: Authority, orgId: string) => void | Promise<void>,
): Promise<Admitted<Caller, Authority>> {
  const orgId = String(params.org);
  const authority = await authorityOf(orgId, principalOf(caller));
  await check(authority, orgId);
  return { caller, authority };
}

/** The parameters that a route must take for its need to be asked. */
export function parametersOf(need: Need): Required<Pick<SpecialNeed, 'params' | 'query'>> {
  if (isOrganizationPermission(need)) return { params: ['org'], query: [] };
  if (isWorkspacePermission(need)) return { params: ['org', 'ws'], query: [] };
  if (isForSetupLinks(need)) return { params: ['link'], query: [] };
  const { params = [], query = [] }: SpecialNeed = specialNeeds[need];
  return { params, query };
}

/** Who meets a need, in a sentence or two. */
export function whoMay(need: Need): string {
  if (isForSetupLinks(need)) return `${whoMaySetUp(need)}.`;
  if (!isOrganizationPermission(need) && !isWorkspacePermission(need)) return `${specialNeeds[need].who}.`;
  const others = isWorkspacePermission(need) ? ', custom roles with it, Organization Admin' : '';
  return `${holdersOf(need)}${others}. Needs \`${need}\`: ${entryOf(need)?.description}.`;
}

function holdersOf(permission: OrganizationPermission | WorkspacePermission): string {
  return entryOf(permission)?.roles.join(', ') ?? '';
}

function entryOf(permission: string) {
  return permissionTable.find(({ name }) => name === permission);
}
