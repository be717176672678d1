/** Asks what would become of people who are invited, and invites them: to the organization, or into one workspace. */
import type { TypedAddress } from '../../lib/addresses.ts';
import { api } from '../../lib/client.ts';
import { useSettled } from '../../lib/settled.ts';
import type { Member, Schemas } from '../../lib/types.ts';

export const atOnce = 500;

export type InviteResult = Schemas['InviteResult'];

/** What everybody in one invitation gets. */
export type InviteOrder = {
  readonly organizationRole: NonNullable<Member['organizationRole']>;
  /** Empty: none. */
  readonly workspaceId: string;
  readonly workspaceRole: string;
};

type Target = { readonly org: string; readonly ws: string | null };

/** What would become of each address, as the server says without sending anything. */
export function useJudgement({ org, ws }: Target, addresses: readonly TypedAddress[], order: InviteOrder) {
  const wanted = JSON.stringify({ emails: addresses.slice(0, atOnce).map(({ email }) => email), order });
  const settled = useSettled(wanted, 350);
  const asked = JSON.parse(settled) as { emails: string[]; order: InviteOrder };
  const isAsked = addresses.length > 0 && asked.emails.length > 0;
  const query = { dryRun: 'true' as const };
  const ofOrganization = api.useQuery(
    'post',
    '/organizations/{org}/invitations',
    { params: { path: { org }, query }, body: toOrganization(asked.emails, asked.order) },
    { enabled: isAsked && ws === null, placeholderData: (before) => before },
  );
  const ofWorkspace = api.useQuery(
    'post',
    '/organizations/{org}/workspaces/{ws}/members',
    { params: { path: { org, ws: ws ?? '' }, query }, body: toWorkspace(asked.emails, asked.order) },
    { enabled: isAsked && ws !== null, placeholderData: (before) => before },
  );
  const { data, error, isFetching } = ws === null ? ofOrganization : ofWorkspace;
  const judgements = new Map((data?.results ?? []).map((result): [string, InviteResult] => [result.email, result]));
  return { judgements, error, isJudging: isFetching || (addresses.length > 0 && settled !== wanted) };
}

/** Sends the invitations. */
export function useInvite({ org, ws }: Target, onError: (error: unknown) => void) {
  const ofOrganization = api.useMutation('post', '/organizations/{org}/invitations', { onError });
  const ofWorkspace = api.useMutation('post', '/organizations/{org}/workspaces/{ws}/members', { onError });
  const invite = (addresses: readonly TypedAddress[], order: InviteOrder) => {
    const emails = addresses.map(({ email }) => email);
    if (ws === null) ofOrganization.mutate({ params: { path: { org } }, body: toOrganization(emails, order) });
    else ofWorkspace.mutate({ params: { path: { org, ws } }, body: toWorkspace(emails, order) });
  };
  const { isPending, data } = ws === null ? ofOrganization : ofWorkspace;
  return { invite, isPending, results: data?.results ?? null };
}

function toOrganization(emails: readonly string[], { organizationRole, workspaceId, workspaceRole }: InviteOrder) {
  const workspaces = workspaceId === '' ? [] : [{ workspaceId, role: workspaceRole }];
  return { invitations: emails.map((email) => ({ email, organizationRole, workspaces })) };
}

/** Everybody new becomes Organization User, or what the inviter is where that is less. */
function toWorkspace(emails: readonly string[], { workspaceRole }: InviteOrder) {
  return { members: emails.map((email) => ({ email, role: workspaceRole })) };
}
