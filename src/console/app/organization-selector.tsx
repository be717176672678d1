/** The organization selector: which one the pages are about, which is the default, and what the reader is invited to. */
import { Popover } from '@base-ui/react/popover';
import { Link } from '@tanstack/react-router';
import { Check, ChevronsUpDown, Plus, Star } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { myInvitations } from '../lib/messages/invitations.ts';
import { organizations as text } from '../lib/messages/shell.ts';
import { useMe } from '../lib/session.ts';
import type { Organization } from '../lib/types.ts';
import { Badge } from '../ui/badge.tsx';
import { MyInvitations } from '../ui/my-invitations.tsx';
import { CreateOrganization } from './create-organization.tsx';
import { ElsewhereItems } from './elsewhere.tsx';
import css from './organization-selector.module.css';
import { SetDefault, useWhyNotDefault } from './set-default.tsx';
import { useShellOrganization } from './shell-organization.ts';

export function OrganizationSelector() {
  const current = useShellOrganization();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<'default' | 'create' | null>(null);
  const ask = (what: 'default' | 'create') => {
    setOpen(false);
    setAsking(what);
  };
  const done = () => setAsking(null);
  const name = current?.name ?? text.none;
  return (
    <>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger className={css.trigger} aria-label={text.select(name)}>
          <span>{name}</span>
          <ChevronsUpDown aria-hidden />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={4} align="start" style={{ zIndex: 50 }}>
            <Popover.Popup className={css.popup} aria-label={text.list} onKeyDown={moveFocus}>
              <Choices current={current} onChoose={() => setOpen(false)} />
              <div className={css.foot}>
                {current ? <SetDefaultItem organization={current} onChoose={() => ask('default')} /> : null}
                <CreateItem onChoose={() => ask('create')} />
              </div>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      {current ? <SetDefault organization={current} open={asking === 'default'} onClose={done} /> : null}
      <CreateOrganization open={asking === 'create'} onClose={done} />
    </>
  );
}

type ChoicesProps = { readonly current: Organization | null; readonly onChoose: () => void };

function Choices({ current, onChoose }: ChoicesProps) {
  const { organizations } = useMe();
  const [typed, setTyped] = useState('');
  const found = organizations.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <>
      <input
        type="search"
        className={css.search}
        aria-label={text.search}
        placeholder={text.search}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={css.scroll}>
        <ul aria-label={text.list}>
          {found.map((organization) => (
            <li key={organization.id}>
              <Link
                to="/console/$organizationId"
                params={{ organizationId: organization.id }}
                className={css.item}
                onClick={onChoose}
                data-item
              >
                <span className={css.name}>
                  {organization.name}
                  <small>{organization.role}</small>
                </span>
                {organization.isDefault ? <Badge>{text.isDefault}</Badge> : null}
                {organization.kind === 'personal' ? <Badge>{text.personal}</Badge> : null}
                {organization.id === current?.id ? <Check aria-hidden /> : null}
              </Link>
            </li>
          ))}
        </ul>
        {found.length === 0 ? (
          <p className={css.nothing}>{organizations.length === 0 ? text.nowhere : text.nothing}</p>
        ) : null}
        <ElsewhereItems typed={typed} />
        <MyInvitations onAccepted={onChoose}>
          {(list) => (
            <div className={css.invitations}>
              <h3 className={css.label}>{myInvitations.title}</h3>
              {list}
            </div>
          )}
        </MyInvitations>
      </div>
    </>
  );
}

type ItemProps = { readonly onChoose: () => void };

function SetDefaultItem({ organization, onChoose }: ItemProps & { readonly organization: Organization }) {
  const whyNot = useWhyNotDefault(organization);
  return (
    <button
      type="button"
      className={css.item}
      aria-disabled={whyNot !== null}
      onClick={() => whyNot === null && onChoose()}
      data-item
    >
      <Star aria-hidden />
      <span className={css.name}>
        {text.setDefault}
        {whyNot === null ? null : <small>{whyNot}</small>}
      </span>
    </button>
  );
}

function CreateItem({ onChoose }: ItemProps) {
  const off = useMe().flags.userOrgCreationDisabled;
  return (
    <button type="button" className={css.item} aria-disabled={off} onClick={() => !off && onChoose()} data-item>
      <Plus aria-hidden />
      <span className={css.name}>
        {text.create}
        {off ? <small>{text.createOff}</small> : null}
      </span>
    </button>
  );
}

/** Arrows go through whatever can be chosen, from the search field on. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('input, [data-item]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}
