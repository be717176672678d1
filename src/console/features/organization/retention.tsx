import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { countOf } from '../../lib/format.ts';
import { retention as text } from '../../lib/messages/organization.ts';
import { messageOf } from '../../lib/problem.ts';
import { useOrganization } from '../../lib/session.ts';
import { dayOf } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { TextField } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { tellDone } from '../../ui/toast.tsx';
import css from './organization.module.css';

const least = 30;

/** Less than now deletes: that is asked for once more, with the day before which everything goes. */
export function Retention() {
  const { id: org, auditRetentionDays: saved } = useOrganization();
  const [typed, setTyped] = useState(String(saved ?? ''));
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error } = api.useMutation('patch', '/organizations/{org}', {
    onSuccess: () => tellDone(text.saved),
    onSettled: () => setAsking(false),
  });
  const days = typed.trim() === '' ? null : Number(typed);
  const whyNot = days === saved ? text.same : null;
  const cuts = days !== null && days >= least && (saved === null || days < saved);
  const save = () => mutate({ params: { path: { org } }, body: { auditRetentionDays: days } });
  return (
    <Section title={text.title} text={text.text}>
      <form
        className={css.retention}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (whyNot === null) cuts ? setAsking(true) : save();
        }}
      >
        <TextField
          label={text.days}
          hint={text.hint}
          error={messageOf(error)}
          type="number"
          min={least}
          placeholder={text.forEver}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" busy={isPending} whyNot={whyNot}>
          {text.save}
        </Button>
      </form>
      {asking && days !== null ? (
        <Cut days={days} busy={isPending} onConfirm={save} onClose={() => setAsking(false)} />
      ) : null}
    </Section>
  );
}

type CutProps = {
  readonly days: number;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

function Cut({ days, ...rest }: CutProps) {
  const { id: org } = useOrganization();
  const { data } = api.useQuery('get', '/organizations/{org}/audit-events', {
    params: { path: { org }, query: { order: 'oldest', limit: 1 } },
  });
  const before = new Date(Date.now() - days * 86_400_000).toISOString();
  const oldest = data?.items[0]?.at;
  return (
    <Confirm
      {...rest}
      title={text.cutTitle(countOf(days, text.day))}
      text={text.cutText(dayOf(before))}
      action={text.cut}
      look="danger"
    >
      {oldest ? <p>{(oldest < before ? text.oldest : text.nothingYet)(dayOf(oldest))}</p> : null}
    </Confirm>
  );
}
