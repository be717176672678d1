import { Link } from '@tanstack/react-router';
import { countOf } from '../../lib/format.ts';
import { groups as text } from '../../lib/messages/groups.ts';
import type { Group } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/table.tsx';
import { Gives } from './gives.tsx';
import css from './groups.module.css';

const tones = { convention: 'plain', explicit: 'accent', unmatched: 'warn' } as const;

export function MappingState({ state }: { readonly state: Group['mapping']['state'] }) {
  return <Badge tone={tones[state]}>{text.states[state]}</Badge>;
}

export function groupColumns(organizationId: string): Column<Group>[] {
  return [
    {
      key: 'group',
      header: text.columns.group,
      width: 'minmax(0, 1.4fr)',
      cell: ({ id, displayName, members, targets }) => (
        <div className={css.group}>
          <Link
            to="/console/$organizationId/groups/$groupId"
            params={{ organizationId, groupId: id }}
            title={displayName}
            data-row-link
          >
            {displayName}
          </Link>
          <span className={css.soft}>{countOf(members, text.members)}</span>
          <span className={css.narrow}>
            <Gives targets={targets} />
          </span>
        </div>
      ),
    },
    {
      key: 'gives',
      header: text.columns.gives,
      width: 'minmax(0, 1fr)',
      wideOnly: true,
      cell: ({ targets }) => <Gives targets={targets} />,
    },
    {
      key: 'state',
      header: text.columns.state,
      width: '112px',
      cell: ({ mapping: { state } }) => <MappingState state={state} />,
    },
  ];
}
