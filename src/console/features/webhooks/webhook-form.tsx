import { useState } from 'react';
import { kindNames } from '../../lib/messages/events.ts';
import { webhookFormats as formats, webhookForm as text } from '../../lib/messages/webhooks.ts';
import { messageOf, RequestFailed } from '../../lib/problem.ts';
import type { Webhook } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { choiceOf, deliveredKinds, type EventChoice, patternsOf } from './event-choice.ts';
import css from './webhooks.module.css';

type Settings = Pick<Webhook, 'url' | 'description' | 'format' | 'events' | 'enabled'>;

type Props = {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly begin: Settings;
  /** Whether it is there already: it can be switched off, and its form stays. */
  readonly isThere: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: (settings: Settings) => void;
  readonly onClose: () => void;
};

/** Where to, what of, and whether at all. */
export function WebhookForm({ title, text: about, action, begin, isThere, busy, error, onSave, onClose }: Props) {
  const [{ url, description, format, enabled }, setFields] = useState(begin);
  const [choice, setChoice] = useState(choiceOf(begin.events));
  const change = (changes: Partial<Settings>) => setFields((before) => ({ ...before, ...changes }));
  const events = patternsOf(choice);
  const whyNot = events.length === 0 ? text.nothing : null;
  const aboutUrl = error instanceof RequestFailed && error.code === 'address_refused';
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={title}
      text={about}
      onSubmit={() => whyNot === null && onSave({ url, description, format, events, enabled })}
      actions={
        <Button type="submit" look="primary" busy={busy} whyNot={whyNot}>
          {action}
        </Button>
      }
    >
      <TextField
        label={text.url}
        hint={text.urlHint}
        error={aboutUrl ? messageOf(error) : null}
        type="url"
        value={url}
        maxLength={2_000}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change({ url: event.target.value })}
      />
      <TextField
        label={text.description}
        hint={text.descriptionHint}
        value={description}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => change({ description: event.target.value })}
      />
      {isThere ? null : (
        <Select
          label={text.format}
          value={format}
          choices={[
            { value: 'usher', label: formats.usher },
            { value: 'scim-set', label: formats['scim-set'], note: text.tokensNote },
          ]}
          onChange={(next) => change({ format: next })}
        />
      )}
      <Events choice={choice} onChange={setChoice} />
      {isThere ? (
        <CheckField
          label={text.enabled}
          hint={text.enabledHint}
          checked={enabled}
          onChange={(next) => change({ enabled: next })}
        />
      ) : null}
      {error && !aboutUrl ? (
        <p className={css.bad} role="alert">
          {messageOf(error)}
        </p>
      ) : null}
    </Dialog>
  );
}

type EventsProps = { readonly choice: EventChoice; readonly onChange: (choice: EventChoice) => void };

function Events({ choice, onChange }: EventsProps) {
  const { all, kinds, others } = choice;
  return (
    <>
      <Select
        label={text.which}
        value={all ? 'all' : 'some'}
        choices={[
          { value: 'all', label: text.all },
          { value: 'some', label: text.some },
        ]}
        onChange={(next) => onChange({ ...choice, all: next === 'all' })}
      />
      {all ? null : (
        <>
          <fieldset className={css.kinds}>
            <legend>{text.kinds}</legend>
            {deliveredKinds.map((kind) => (
              <CheckField
                key={kind}
                label={kindNames[kind]}
                checked={kinds.includes(kind)}
                onChange={(chosen) =>
                  onChange({
                    ...choice,
                    kinds: deliveredKinds.filter((one) => (one === kind ? chosen : kinds.includes(one))),
                  })
                }
              />
            ))}
          </fieldset>
          <TextField
            label={text.others}
            hint={text.othersHint}
            value={others}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ ...choice, others: event.target.value })}
          />
        </>
      )}
    </>
  );
}
