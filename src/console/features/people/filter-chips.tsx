import { people } from '../../lib/messages/people.ts';
import type { Member } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Chips } from '../../ui/chips.tsx';
import { type Filters, noFilters, useFilters, useFilterWords } from './filters.ts';
import css from './people.module.css';

const text = people.filters;

/** The filters that are set, each of which can be taken away. */
export function FilterChips({ rows }: { readonly rows: readonly Member[] }) {
  const [filters, change] = useFilters();
  const words = useFilterWords(filters, rows);
  if (words.length === 0) return null;
  return (
    <div className={css.chips}>
      <Chips
        label={text.set}
        chips={words}
        removeLabel={text.remove}
        onRemove={(key) => change({ [key as keyof Filters]: undefined })}
      />
      <Button look="quiet" small onClick={() => change(noFilters)}>
        {text.clear}
      </Button>
    </div>
  );
}
