import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { finishStep as text } from '../../lib/messages/setup.ts';
import type { Setup } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Section } from '../../ui/page.tsx';
import { tellFailed } from '../../ui/toast.tsx';
import css from './setup.module.css';
import { stateOf } from './state.ts';

type Props = { readonly setup: Setup; readonly onFinished: () => void };

/** What is done and what is not, and the end of the link. */
export function FinishStep({ setup, onFinished }: Props) {
  const [asking, setAsking] = useState(false);
  const done = stateOf(setup);
  const { mutate, isPending } = api.useMutation('post', '/setup/{link}/finish', {
    onSuccess: onFinished,
    onError: tellFailed,
  });
  return (
    <Section title={text.title} text={text.text}>
      <ul className={css.summary}>
        {setup.parts.map((part) => (
          <li key={part} className={done[part] ? css.good : css.warn}>
            {text.state[part][done[part] ? 1 : 0]}
          </li>
        ))}
      </ul>
      {setup.parts.every((part) => done[part]) ? null : <p className={css.soft}>{text.open}</p>}
      <p className={css.switch}>
        <Button look="primary" onClick={() => setAsking(true)}>
          {text.finish}
        </Button>
      </p>
      {asking ? (
        <Confirm
          onClose={() => setAsking(false)}
          title={text.ask}
          text={text.askText}
          action={text.finish}
          look="primary"
          busy={isPending}
          onConfirm={() => mutate({ params: { path: { link: setup.id } } })}
        />
      ) : null}
    </Section>
  );
}
