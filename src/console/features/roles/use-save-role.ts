import { api } from '../../lib/client.ts';
import { role as text } from '../../lib/messages/roles.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Role } from '../../lib/types.ts';
import { tellDone } from '../../ui/toast.tsx';

export type RoleDraft = Pick<Role, 'name' | 'description' | 'permissions'> & {
  /** `''`: the server chooses one, below that of `base`. */
  readonly rank: string;
  /** The name of the role to begin with; `''`: none. */
  readonly base: string;
};

/** Creates a role, or (given one) changes it. */
export function useSaveRole(role: Role | null, onDone: () => void) {
  const { id: org } = useOrganization();
  const done = (say: (name: string) => string) => ({
    onSuccess: ({ name }: Pick<Role, 'name'>) => {
      tellDone(say(name));
      onDone();
    },
  });
  const create = api.useMutation('post', '/organizations/{org}/roles', done(text.created));
  const change = api.useMutation('patch', '/organizations/{org}/roles/{role}', done(text.saved));
  const save = ({ name, description, permissions, rank, base }: RoleDraft) => {
    const body = {
      name: name.trim(),
      description: description.trim(),
      permissions: [...permissions],
      ...(rank === '' ? {} : { rank: Number(rank) }),
    };
    if (role) change.mutate({ params: { path: { org, role: role.id } }, body });
    else create.mutate({ params: { path: { org } }, body: base === '' ? body : { ...body, basedOn: base } });
  };
  return { save, isPending: create.isPending || change.isPending, error: create.error ?? change.error };
}
