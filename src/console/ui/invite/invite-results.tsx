import { invite as text } from '../../lib/messages/invite.ts';
import { CopyField } from '../copy-button.tsx';
import { Dialog } from '../dialog.tsx';
import css from './invite.module.css';
import type { InviteResult } from './use-invite.ts';

type Props = { readonly results: readonly InviteResult[]; readonly onClose: () => void };

/** What became of each; links are here and nowhere else. */
export function InviteResults({ results, onClose }: Props) {
  const hasLinks = results.some(({ link }) => link !== undefined);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.doneTitle}
      text={hasLinks ? text.doneText : undefined}
      dismiss={text.done}
    >
      <ul className={css.results} aria-label={text.doneTitle}>
        {results.map(({ email, outcome, role, detail, link }) => (
          <li key={email}>
            <span>
              <strong>{email}</strong>{' '}
              <span className={outcome === 'error' ? css.error : css.outcome}>
                {role === null ? text.outcomesDone[outcome] : text.as(text.outcomesDone[outcome], role)}
              </span>
            </span>
            {detail ? <span className={css.outcome}>{detail}</span> : null}
            {link ? <CopyField label={text.link(email)} value={link} /> : null}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
