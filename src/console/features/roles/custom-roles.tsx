import { getRouteApi } from '@tanstack/react-router';
import { counted, countOf } from '../../lib/format.ts';
import { roles as text } from '../../lib/messages/roles.ts';
import type { Role } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import css from './roles.module.css';

const route = getRouteApi('/console/$organizationId/settings/roles');

type Props = { readonly roles: readonly Role[]; readonly whyNot: string | null };

export function CustomRoles({ roles, whyNot }: Props) {
  const navigate = route.useNavigate();
  return (
    <Section title={text.custom} text={text.customText}>
      {roles.length === 0 ? <p className={css.soft}>{text.noCustom}</p> : null}
      <Rows label={text.custom}>
        {roles.map(({ id, name, description, rank, permissions }) => (
          <li key={id}>
            <RowText title={<span className={css.name}>{name}</span>} text={factsOf(description, permissions, rank)} />
            <span className={css.buttons}>
              <Button
                small
                look="quiet"
                aria-label={text.usageLabel(name)}
                onClick={() => void navigate({ search: { usage: id } })}
              >
                {text.usage}
              </Button>
              <Button
                small
                whyNot={whyNot}
                aria-label={text.changeLabel(name)}
                onClick={() => void navigate({ search: { change: id } })}
              >
                {text.change}
              </Button>
              <Button
                small
                look="danger"
                whyNot={whyNot}
                aria-label={text.removeLabel(name)}
                onClick={() => void navigate({ search: { remove: id } })}
              >
                {text.remove}
              </Button>
            </span>
          </li>
        ))}
      </Rows>
    </Section>
  );
}

function factsOf(description: string, permissions: readonly string[], rank: number): string {
  return [description, countOf(permissions.length, text.permissions), text.rank(counted(rank))]
    .filter(Boolean)
    .join(', ');
}
