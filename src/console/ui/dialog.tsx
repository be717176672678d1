import { Dialog as Base } from '@base-ui/react/dialog';
import type { FormEvent, ReactNode } from 'react';
import { classes } from '../lib/format.ts';
import { words } from '../lib/messages/general.ts';
import { buttonClass } from './button.tsx';
import css from './dialog.module.css';

type Props = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly text?: string;
  readonly wide?: boolean;
  readonly children?: ReactNode;
  /** Beside "Cancel", or whatever `dismiss` says. */
  readonly actions?: ReactNode;
  readonly dismiss?: string;
  /** What Enter in a field does, and the action with the type `submit`. */
  readonly onSubmit?: () => void;
};

/** Asks for something before the reader goes on. Esc closes it, and the focus returns to where it was. */
export function Dialog({
  open,
  onClose,
  title,
  text,
  wide,
  children,
  actions,
  dismiss = words.cancel,
  onSubmit,
}: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog may stand inside another's form as React sees it.
    event.stopPropagation();
    onSubmit?.();
  };
  const content = (
    <>
      <div className={css.header}>
        <Base.Title className={css.title}>{title}</Base.Title>
        {text ? <Base.Description className={css.text}>{text}</Base.Description> : null}
      </div>
      <div className={css.body}>{children}</div>
      <div className={css.actions}>
        <Base.Close className={buttonClass()}>{dismiss}</Base.Close>
        {actions}
      </div>
    </>
  );
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Popup className={classes(css.dialog, wide && css.wide)}>
          {onSubmit ? (
            <form className={css.content} onSubmit={submit} noValidate>
              {content}
            </form>
          ) : (
            <div className={css.content}>{content}</div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
