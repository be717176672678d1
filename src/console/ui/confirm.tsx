import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { tellDone, tellFailed } from './toast.tsx';

type Props = {
  readonly open?: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly text: string;
  readonly wide?: boolean;
  /** What would happen, to be seen before it does. */
  readonly children?: ReactNode;
  /** What the button says. */
  readonly action: string;
  /** `danger`: something ends by it. */
  readonly look: 'primary' | 'danger';
  readonly busy: boolean;
  readonly whyNot?: string | null;
  readonly onConfirm: () => void;
};

/** Asks once more before something is done. */
export function Confirm({ open = true, action, look, busy, whyNot = null, onConfirm, ...dialog }: Props) {
  return (
    <Dialog
      {...dialog}
      open={open}
      actions={
        <Button look={look} busy={busy} whyNot={whyNot} onClick={onConfirm}>
          {action}
        </Button>
      }
    />
  );
}

/** For a mutation that a dialog starts: the dialog closes when it is done, and stays when it has failed. */
export function closing(done: string, onClose: () => void) {
  const onSuccess = () => {
    tellDone(done);
    onClose();
  };
  return { onSuccess, onError: tellFailed };
}
