/** Chooses everybody whom the filters find, also who is not loaded, as many at once as can be acted on. */
import { useMutation } from '@tanstack/react-query';
import { client } from '../../lib/client.ts';
import { counted } from '../../lib/format.ts';
import { bulk as text } from '../../lib/messages/bulk.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import { type PeopleSearch, queryOf } from './use-people.ts';

export const atOnce = 500;

/** Where the next batch of the same list begins; null: none was chosen yet, or that was the last one. */
export type Batch = { readonly next: string | null; readonly from: number };
export const firstBatch: Batch = { next: null, from: 0 };

type Props = {
  readonly search: PeopleSearch;
  readonly total: number;
  readonly batch: Batch;
  readonly onChosen: (people: readonly Member[], batch: Batch) => void;
};

export function ChooseAll({ search, total, batch, onChosen }: Props) {
  const { id: org } = useOrganization();
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const query = { ...queryOf(search), limit: atOnce, ...(batch.next === null ? {} : { cursor: batch.next }) };
      const { data } = await client.GET('/organizations/{org}/members', { params: { path: { org }, query } });
      return data;
    },
    onSuccess: (data) => {
      if (!data) return;
      const next = { next: data.nextCursor, from: batch.from + data.items.length };
      onChosen(data.items, data.nextCursor === null ? firstBatch : next);
    },
    onError: tellFailed,
  });
  const left = total - batch.from;
  return (
    <Button small look="quiet" busy={isPending} onClick={() => mutate()}>
      {labelOf(total, left, batch)}
    </Button>
  );
}

function labelOf(total: number, left: number, { next }: Batch): string {
  if (total <= atOnce) return text.all(counted(total));
  if (next === null) return text.first(counted(atOnce), counted(total));
  return text.next(counted(Math.min(atOnce, Math.max(left, 1))), counted(total));
}
