import { useState } from 'react';
import { words } from '../lib/messages/general.ts';
import { session } from '../lib/messages/shell.ts';
import { signInAddress, useSessionEnded } from '../lib/session-ended.ts';
import { buttonClass } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** The session is over: over the page as it is, so that nothing is lost. */
export function SessionEnded() {
  const ended = useSessionEnded();
  const [closed, setClosed] = useState(false);
  return (
    <Dialog
      open={ended && !closed}
      onClose={() => setClosed(true)}
      title={session.ended}
      text={session.endedText}
      dismiss={words.close}
      actions={
        <a className={buttonClass({ look: 'primary' })} href={ended ? signInAddress() : undefined}>
          {session.signIn}
        </a>
      }
    />
  );
}
