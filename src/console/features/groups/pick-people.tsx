/** Active members, found by what is typed and picked one by one. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { picking as text } from '../../lib/messages/admin-groups.ts';
import { useOrganization } from '../../lib/session.ts';
import { useSettled } from '../../lib/settled.ts';
import type { Member } from '../../lib/types.ts';
import { Chips } from '../../ui/chips.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';

export type Picked = { readonly id: string; readonly name: string };

type Props = { readonly picked: readonly Picked[]; readonly onChange: (picked: readonly Picked[]) => void };

const most = 20;

export function PickPeople({ picked, onChange }: Props) {
  const { id: org } = useOrganization();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const { data } = api.useQuery(
    'get',
    '/organizations/{org}/members',
    { params: { path: { org }, query: { q, status: 'active', limit: most } } },
    { enabled: q !== '', placeholderData: (before) => before },
  );
  const found = (q === '' ? [] : (data?.items ?? [])).filter(({ id }) => picked.every((one) => one.id !== id));
  const pick = (id: string) => {
    const member = found.find((one) => one.id === id);
    setTyped('');
    if (member) onChange([...picked, { id, name: nameOf(member) }]);
  };
  return (
    <>
      <SearchSelect
        label={text.label}
        hint={text.hint}
        nothing={text.nothing}
        found={found.map((member) => ({ value: member.id, label: labelOf(member) }))}
        typed={typed}
        onType={setTyped}
        onChoose={pick}
      />
      {picked.length === 0 ? null : (
        <Chips
          label={text.picked}
          chips={picked.map(({ id, name }) => ({ key: id, text: name }))}
          removeLabel={text.leaveOut}
          onRemove={(id) => onChange(picked.filter((one) => one.id !== id))}
        />
      )}
    </>
  );
}

export function nameOf({ name, userName }: Pick<Member, 'name' | 'userName'>): string {
  return name || userName;
}

function labelOf(member: Member): string {
  const address = member.email ?? member.userName;
  return address === nameOf(member) ? address : `${nameOf(member)}, ${address}`;
}
