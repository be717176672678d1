import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { tellDone } from '../../ui/toast.tsx';

/** `role` null: no access, in a workspace. */
type Decision = { readonly role: string | null; readonly reason: string | null; readonly expiresAt?: string };

/** Sends an admin's decision about one role, in a workspace or (null) in the organization. */
export function useDecide(member: Member, workspaceId: string | null, onDone: () => void) {
  const { id: org } = useOrganization();
  const onSuccess = () => {
    tellDone(text.override.set(member.name || member.userName));
    onDone();
  };
  const ofWorkspace = api.useMutation('put', '/organizations/{org}/workspaces/{ws}/members/{member}/override', {
    onSuccess,
  });
  const ofOrganization = api.useMutation('patch', '/organizations/{org}/members/{member}', { onSuccess });
  const decide = ({ role, ...rest }: Decision) => {
    if (workspaceId === null) {
      const organizationRole = { role: role as NonNullable<Member['organizationRole']>, ...rest };
      return ofOrganization.mutate({ params: { path: { org, member: member.id } }, body: { organizationRole } });
    }
    const body = role === null ? { effect: 'deny' as const, ...rest } : { effect: 'allow' as const, role, ...rest };
    ofWorkspace.mutate({ params: { path: { org, ws: workspaceId, member: member.id } }, body });
  };
  return {
    decide,
    isPending: ofWorkspace.isPending || ofOrganization.isPending,
    error: ofWorkspace.error ?? ofOrganization.error,
  };
}
