/** Organizations of the reader that the way in which they signed in does not reach. */
import { LogIn } from 'lucide-react';
import { organizations as text } from '../lib/messages/shell.ts';
import { useMe } from '../lib/session.ts';
import type { Me } from '../lib/types.ts';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import css from './organization-selector.module.css';

type Elsewhere = Me['signInElsewhere'][number];

/** Signing in leads to the organization. */
function addressOf(organization: Elsewhere, connectionId: string): string {
  const returnTo = `/console/${organization.id}`;
  return `/auth/login?${new URLSearchParams({ connection: connectionId, returnTo })}`;
}

/** In the organization selector. */
export function ElsewhereItems({ typed }: { readonly typed: string }) {
  const found = useMe().signInElsewhere.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()));
  if (found.length === 0) return null;
  return (
    <>
      <h3 className={css.label}>{text.elsewhere}</h3>
      <ul aria-label={text.elsewhere}>
        {found.flatMap((organization) =>
          organization.connections.map(({ id, name }) => (
            <li key={`${organization.id} ${id}`}>
              <a className={css.item} href={addressOf(organization, id)} data-item>
                <LogIn aria-hidden />
                <span className={css.name}>
                  {organization.name}
                  <small>{text.signInBy(name)}</small>
                </span>
              </a>
            </li>
          )),
        )}
      </ul>
    </>
  );
}

/** In place of its pages. */
export function ElsewherePage({ organization }: { readonly organization: Elsewhere }) {
  const { name, connections } = organization;
  return (
    <EmptyState
      icon={<LogIn aria-hidden />}
      heading={text.elsewhereHeading(name)}
      text={connections.length === 0 ? `${text.elsewhereText(name)} ${text.noWay}` : text.elsewhereText(name)}
    >
      {connections.map((connection) => (
        <a
          key={connection.id}
          className={buttonClass({ look: 'primary' })}
          href={addressOf(organization, connection.id)}
        >
          {text.signInBy(connection.name)}
        </a>
      ))}
    </EmptyState>
  );
}
