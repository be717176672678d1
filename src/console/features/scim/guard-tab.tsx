/** How many may lose access at once by what the directory does, and the changes that wait for an admin. */
import { useState } from 'react';
import { words } from '../../lib/messages/general.ts';
import { guard as text } from '../../lib/messages/guard.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import { GuardDialog } from './guard-dialog.tsx';
import { meaningOf } from './guard-meaning.ts';
import { HeldChanges } from './held-changes.tsx';
import css from './scim.module.css';
import { useSummary } from './use-summary.ts';

export function GuardTab() {
  return (
    <>
      <Guard />
      <HeldChanges />
    </>
  );
}

function Guard() {
  const { massChangeGuard } = useOrganization();
  const [open, setOpen] = useState(false);
  const who = useWhoMay('organization:manage');
  const forbidden = useMay()('organization:manage') ? null : words.onlyWho(who);
  const active = useSummary()?.people.active ?? null;
  return (
    <Section
      title={text.title}
      text={text.text}
      actions={
        <Button whyNot={forbidden} onClick={() => setOpen(true)}>
          {text.change}
        </Button>
      }
    >
      <p>{meaningOf(massChangeGuard, active)}</p>
      <p className={css.soft}>{text.never}</p>
      {open ? <GuardDialog saved={massChangeGuard} active={active} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}
