import { api } from '../../lib/client.ts';
import { mapping as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Mapping } from '../../lib/types.ts';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { groupOf, type MappedName, type MappingDraft, orderOf } from './mapping-draft.ts';

/** Makes a mapping, or (given one) changes it. */
export function useSaveMapping(group: MappedName, mapping: Mapping | null, onDone: () => void) {
  const { id: org } = useOrganization();
  const done = {
    onSuccess: ({ group: { displayName } }: Mapping) => {
      tellDone(text.saved(displayName));
      onDone();
    },
    onError: tellFailed,
  };
  const make = api.useMutation('post', '/organizations/{org}/scim/mappings', done);
  const change = api.useMutation('patch', '/organizations/{org}/scim/mappings/{id}', done);
  const save = (draft: MappingDraft) => {
    const order = orderOf(draft);
    if (order === null) return;
    if (mapping) change.mutate({ params: { path: { org, id: mapping.id } }, body: order });
    else make.mutate({ params: { path: { org } }, body: { group: groupOf(group, draft), ...order } });
  };
  return { save, isPending: make.isPending || change.isPending };
}
