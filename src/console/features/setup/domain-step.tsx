/** Email domains with the records that prove them. */
import { type FormEvent, useState } from 'react';
import { api } from '../../lib/client.ts';
import { domainStep as text } from '../../lib/messages/setup.ts';
import { messageOf } from '../../lib/problem.ts';
import type { Setup } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import css from './setup.module.css';

export function DomainStep({ setup: { id, organization, domains } }: { readonly setup: Setup }) {
  return (
    <Section title={text.title} text={text.text(organization)}>
      <AddDomain link={id} />
      <Rows label={text.list}>
        {domains.map((domain) => (
          <DomainRow key={domain.id} link={id} domain={domain} />
        ))}
      </Rows>
    </Section>
  );
}

function AddDomain({ link }: { readonly link: string }) {
  const [name, setName] = useState('');
  const { mutate, isPending, error } = api.useMutation('post', '/setup/{link}/domains', {
    onSuccess: () => setName(''),
  });
  const add = (event: FormEvent) => {
    event.preventDefault();
    mutate({ params: { path: { link } }, body: { name } });
  };
  return (
    <form className={css.beside} onSubmit={add} noValidate>
      <TextField
        label={text.name}
        hint={text.nameHint}
        error={messageOf(error)}
        value={name}
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" look="primary" busy={isPending}>
        {text.add}
      </Button>
    </form>
  );
}

type RowProps = { readonly link: string; readonly domain: Setup['domains'][number] };

function DomainRow({ link, domain: { id, name, verified, txtRecord } }: RowProps) {
  const { mutate, isPending, error } = api.useMutation('post', '/setup/{link}/domains/{id}/verify');
  const mark = <Badge tone={verified ? 'good' : 'warn'}>{verified ? text.proven : text.waiting}</Badge>;
  return (
    <li>
      <RowText
        title={
          <>
            <strong>{name}</strong> {mark}
          </>
        }
      />
      {verified ? null : (
        <Button
          small
          busy={isPending}
          aria-label={text.checkLabel(name)}
          onClick={() => mutate({ params: { path: { link, id } } })}
        >
          {text.check}
        </Button>
      )}
      <p className={verified ? css.good : css.danger} role="status">
        {verified ? text.found(name) : messageOf(error)}
      </p>
      {verified ? null : (
        <div className={css.record}>
          <p className={css.soft}>{text.how}</p>
          <CopyField label={text.recordName(name)} value={name} />
          <CopyField label={text.recordValue(name)} value={txtRecord} />
        </div>
      )}
    </li>
  );
}
