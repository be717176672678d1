import { words } from '../lib/messages/general.ts';
import { shortcuts } from '../lib/messages/shell.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Key } from '../ui/key.tsx';
import css from './shell.module.css';

export function Shortcuts({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title={shortcuts.title} dismiss={words.close}>
      {shortcuts.groups.map(({ name, keys }) => (
        <section key={name}>
          <h3 className={css.keysTitle}>{name}</h3>
          <dl className={css.keys}>
            {keys.map(([key, does]) => (
              <div key={key} style={{ display: 'contents' }}>
                <dt>
                  {key.split(' ').map((one) => (
                    <Key key={one}>{one}</Key>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
