import { secrets as text } from '../../lib/messages/secrets.ts';
import { Confirm } from '../confirm.tsx';
import { ShownSecret } from './shown-secret.tsx';

type Props = {
  /** Of what has the secret. */
  readonly name: string;
  readonly words: { readonly rotateText: string; readonly made: string; readonly secret: string };
  readonly busy: boolean;
  /** The new one, as the answer has it; null before. */
  readonly secret: string | null;
  readonly onRotate: () => void;
  readonly onClose: () => void;
};

/** A new secret in place of the old one, which works on for a while. */
export function RotateSecret({ name, words, busy, secret, onRotate, onClose }: Props) {
  if (secret !== null) return <ShownSecret title={words.made} label={words.secret} secret={secret} onClose={onClose} />;
  return (
    <Confirm
      onClose={onClose}
      title={text.rotateTitle(name)}
      text={words.rotateText}
      action={text.rotate}
      look="primary"
      busy={busy}
      onConfirm={onRotate}
    />
  );
}
