/** The end of the tab in which the reader was at the identity provider. */
import { CircleCheck } from 'lucide-react';
import { useEffect } from 'react';
import { tellOtherTabs } from '../lib/confirmation.ts';
import { confirmIdentity as text } from '../lib/messages/shell.ts';
import { EmptyState } from '../ui/empty-state.tsx';

export function Confirmed() {
  useEffect(() => {
    tellOtherTabs();
    // Browsers that do not let it close itself show what is below.
    window.close();
  }, []);
  return (
    <main>
      <EmptyState icon={<CircleCheck aria-hidden />} heading={text.done} text={text.doneText} />
    </main>
  );
}
