/** The few calls to the admin API that the demo makes, with the operator's deployment key. */

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

export type AdminApi = {
  readonly createWorkspace: (name: string) => Promise<void>;
  readonly listMembers: () => Promise<MemberRoles[]>;
  readonly explain: (memberId: string) => Promise<AccessAnswer>;
};

export function adminApi(publicUrl: string, apiKey: string, orgId: string): AdminApi {
  const base = `${publicUrl}/api/v1/organizations/${orgId}`;
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(base + path, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    createWorkspace: async (name) => {
      await call('POST', '/workspaces', { name });
    },
    listMembers: async () => {
      const all: MemberRoles[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page = (await call('GET', `/members?limit=500${query}`)) as {
          items: MemberRoles[];
          nextCursor: string | null;
        };
        all.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return all;
    },
    explain: async (memberId) => (await call('GET', `/members/${memberId}/access`)) as AccessAnswer,
  };
}
