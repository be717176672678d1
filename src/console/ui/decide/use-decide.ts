import { api } from '../../lib/client.ts';
import { override as text } from '../../lib/messages/override.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { tellDone } from '../toast.tsx';
import type { Decided } from './place.ts';

/** `role` null: no access, in a workspace. */
type Decision = { readonly role: string | null; readonly reason: string | null; readonly expiresAt?: string };

/** Sends an admin's decision about one role, in a workspace or (null) in the organization. */
export function useDecide(person: Decided, workspaceId: string | null, onDone: () => void) {
  const { id: org } = useOrganization();
  const onSuccess = () => {
    tellDone(text.set(person.name));
    onDone();
  };
  const ofWorkspace = api.useMutation('put', '/organizations/{org}/workspaces/{ws}/members/{member}/override', {
    onSuccess,
  });
  const ofOrganization = api.useMutation('patch', '/organizations/{org}/members/{member}', { onSuccess });
  const decide = ({ role, ...rest }: Decision) => {
    if (workspaceId === null) {
      const organizationRole = { role: role as NonNullable<Member['organizationRole']>, ...rest };
      return ofOrganization.mutate({ params: { path: { org, member: person.id } }, body: { organizationRole } });
    }
    const body = role === null ? { effect: 'deny' as const, ...rest } : { effect: 'allow' as const, role, ...rest };
    ofWorkspace.mutate({ params: { path: { org, ws: workspaceId, member: person.id } }, body });
  };
  return {
    decide,
    isPending: ofWorkspace.isPending || ofOrganization.isPending,
    error: ofWorkspace.error ?? ofOrganization.error,
  };
}
