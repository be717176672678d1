/** Who is in the organization and why, and which groups give nothing, as the demo asks the admin API. */
import type { AdminApi } from '../admin-api.ts';

export type MemberRoles = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly status: string;
  readonly organizationRole: string | null;
  readonly workspaces: readonly { readonly name: string; readonly role: string }[];
  readonly groups: readonly { readonly displayName: string }[];
};

type Winner = { readonly source: string; readonly group?: { readonly displayName: string } } | null;
export type AccessAnswer = {
  readonly organization: { readonly role: string | null; readonly winner: Winner };
  readonly workspaces: readonly {
    readonly name: string;
    readonly role: string | null;
    readonly winner: Winner;
    readonly grants: readonly {
      readonly role: string | null;
      readonly lostBecause?: string | null;
      readonly group?: { readonly displayName: string } | null;
    }[];
  }[];
};

export function listMembers(api: AdminApi, orgId: string): Promise<MemberRoles[]> {
  return api.list(`/organizations/${orgId}/members`);
}

export function explain(api: AdminApi, orgId: string, memberId: string): Promise<AccessAnswer> {
  return api.call('GET', `/organizations/${orgId}/members/${memberId}/access`);
}

/** A group that gives nothing. */
export type IdleGroup = {
  readonly displayName: string;
  readonly members: number;
  /** Why, with the nearest names there are. */
  readonly mapping: { readonly detail: string | null };
};

export function listIdleGroups(api: AdminApi, orgId: string): Promise<IdleGroup[]> {
  return api.list(`/organizations/${orgId}/scim/groups?state=unmatched`);
}
