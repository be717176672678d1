import type { ReactNode } from 'react';
import { secrets as text } from '../../lib/messages/secrets.ts';
import { CopyField } from '../copy-button.tsx';
import { Dialog } from '../dialog.tsx';

type Props = {
  readonly title: string;
  readonly label: string;
  readonly secret: string;
  readonly onClose: () => void;
  /** What to do with it. */
  readonly children?: ReactNode;
};

/** A secret that was just made: it is in this answer only. */
export function ShownSecret({ title, label, secret, onClose, children }: Props) {
  return (
    <Dialog open onClose={onClose} title={title} text={text.madeText} dismiss={text.done}>
      <CopyField label={label} value={secret} />
      {children}
    </Dialog>
  );
}
