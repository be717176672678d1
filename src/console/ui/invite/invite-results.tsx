import { invite as text } from '../../lib/messages/invite.ts';
import { Dialog } from '../dialog.tsx';
import { type OutcomeRow, Outcomes } from '../outcomes.tsx';
import type { InviteResult } from './use-invite.ts';

type Props = {
  readonly results: readonly InviteResult[];
  readonly more?: readonly OutcomeRow[];
  readonly onClose: () => void;
};

/** What became of each; links are here and nowhere else. `more`: of those who were added by another way. */
export function InviteResults({ results, more = [], onClose }: Props) {
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
      <Outcomes
        label={text.doneTitle}
        rows={[
          ...results.map(({ email, outcome, role, detail, link }) => ({
            key: email,
            who: email,
            outcome: role === null ? text.outcomesDone[outcome] : text.as(text.outcomesDone[outcome], role),
            failed: outcome === 'error',
            detail,
            link: link === undefined ? undefined : { label: text.link(email), value: link },
          })),
          ...more,
        ]}
      />
    </Dialog>
  );
}
