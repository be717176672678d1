import { Columns3 } from 'lucide-react';
import { people as text } from '../../lib/messages/people.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuCheck } from '../../ui/menu.tsx';
import css from './people.module.css';
import { type ColumnKey, columnKeys } from './people-columns.tsx';

type Props = { readonly chosen: readonly ColumnKey[]; readonly toggle: (key: ColumnKey) => void };

export function ColumnsMenu({ chosen, toggle }: Props) {
  return (
    <Menu
      trigger={
        <Button className={css.wideOnly}>
          <Columns3 aria-hidden /> {text.columnsMenu}
        </Button>
      }
    >
      {columnKeys.map((key) => (
        <MenuCheck key={key} checked={chosen.includes(key)} onChange={() => toggle(key)}>
          {text.columns[key]}
        </MenuCheck>
      ))}
    </Menu>
  );
}
