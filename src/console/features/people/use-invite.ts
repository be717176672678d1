import type { TypedAddress } from '../../lib/addresses.ts';
import { api } from '../../lib/client.ts';
import { invite as text } from '../../lib/messages/people.ts';
import { useSettled } from '../../lib/settled.ts';
import type { Schemas } from '../../lib/types.ts';
import type { Chip } from '../../ui/chips.tsx';
import type { InviteOrder } from './invite-roles.tsx';

export type InviteResult = Schemas['InviteResult'];
type Judgement = { readonly outcome: InviteResult['outcome']; readonly chip: Pick<Chip, 'note' | 'tone'> };

/** What would become of each address, as the server says without sending anything. */
export function useJudgement(org: string, addresses: readonly TypedAddress[], order: InviteOrder) {
  const body = useSettled(JSON.stringify(bodyOf(addresses.slice(0, 500), order)), 350);
  const { data, isFetching } = api.useQuery(
    'post',
    '/organizations/{org}/invitations',
    {
      params: { path: { org }, query: { dryRun: 'true' as const } },
      body: JSON.parse(body) as ReturnType<typeof bodyOf>,
    },
    { enabled: addresses.length > 0 && !body.includes('"invitations":[]'), placeholderData: (before) => before },
  );
  const judgements = new Map(
    (data?.results ?? []).map((result): [string, Judgement] => [
      result.email,
      { outcome: result.outcome, chip: chipOf(result) },
    ]),
  );
  const isBehind = addresses.length > 0 && body !== JSON.stringify(bodyOf(addresses.slice(0, 500), order));
  return { judgements, isJudging: isFetching || isBehind };
}

/** Sends the invitations. */
export function useInvite(org: string, onError: (error: unknown) => void) {
  const { mutate, isPending, data } = api.useMutation('post', '/organizations/{org}/invitations', { onError });
  return {
    isPending,
    data,
    mutate: (addresses: readonly TypedAddress[], order: InviteOrder) =>
      mutate({ params: { path: { org } }, body: bodyOf(addresses, order) }),
  };
}

function bodyOf(addresses: readonly TypedAddress[], { organizationRole, workspaceId, workspaceRole }: InviteOrder) {
  const workspaces = workspaceId === '' ? [] : [{ workspaceId, role: workspaceRole }];
  return { invitations: addresses.map(({ email }) => ({ email, organizationRole, workspaces })) };
}

const tones = { added: 'good', invited: 'good', already_member: 'warn', error: 'bad' } as const;

function chipOf({ outcome, role, detail }: InviteResult): Judgement['chip'] {
  const words = text.outcomes[outcome];
  const note = outcome === 'error' ? (detail ?? words) : role === null ? words : text.as(words, role);
  return { note, tone: tones[outcome] };
}
