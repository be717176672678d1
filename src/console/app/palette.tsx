/** `Ctrl/Cmd K`: go to a person, a page or an organization, or begin something, without the mouse. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { palette as text } from '../lib/messages/shell.ts';
import type { Command } from './command.ts';
import { useCommands } from './commands.tsx';
import css from './palette.module.css';

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const { groups, searching } = useCommands(typed);
  const choose = ({ run }: Command) => {
    onClose();
    run();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.backdrop} />
        <Dialog.Popup className={css.palette} aria-label={text.title}>
          <Autocomplete.Root
            open
            inline
            items={groups}
            mode="none"
            value={typed}
            onValueChange={(value, { reason }) => reason !== 'item-press' && setTyped(value)}
            autoHighlight="always"
            keepHighlight
            itemToStringValue={(command: Command) => command.label}
          >
            <Autocomplete.Input className={css.input} placeholder={text.input} aria-label={text.input} />
            <Autocomplete.Empty className={css.empty}>{searching ? text.searching : text.empty}</Autocomplete.Empty>
            <Autocomplete.List className={css.list}>
              {(group: (typeof groups)[number]) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className={css.label}>{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item
                        key={command.key}
                        value={command}
                        className={css.item}
                        onClick={() => choose(command)}
                      >
                        {command.icon}
                        <span>{command.label}</span>
                        {command.note ? <span className={css.note}>{command.note}</span> : null}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
