/** Who may do what: permissions down, roles across. */
import { Check } from 'lucide-react';
import { roles as text } from '../../lib/messages/roles.ts';
import type { Permission } from '../../lib/types.ts';
import css from './roles.module.css';

type Props = {
  readonly label: string;
  readonly permissions: readonly Permission[];
  readonly roles: readonly { readonly name: string; readonly permissions: readonly string[] }[];
};

export function Matrix({ label, permissions, roles }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must scroll by the keyboard, too
    <div className={css.scroll} tabIndex={0}>
      <table className={css.matrix} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{text.permission}</th>
            {roles.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map(({ name, description }) => (
            <tr key={name}>
              <th scope="row">
                <span className={css.permission}>{description || name}</span>
                <code className={css.key}>{name}</code>
              </th>
              {roles.map((role) => (
                <td key={role.name}>
                  <May may={role.permissions.includes(name)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function May({ may }: { readonly may: boolean }) {
  return (
    <span className={may ? css.yes : css.no}>
      {may ? <Check aria-hidden /> : <span aria-hidden>–</span>}
      <span className="visually-hidden">{may ? text.may : text.mayNot}</span>
    </span>
  );
}
