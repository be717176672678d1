/** Roles place by place, each with why. */
import type { ReactNode } from 'react';
import { reasonOf } from '../lib/reasons.ts';
import type { Explained } from '../lib/types.ts';
import css from './access-rows.module.css';
import { RoleBadge } from './role-badge.tsx';
import { Why } from './why.tsx';

export function AccessRows({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className={css.rows} aria-label={label}>
      {children}
    </ul>
  );
}

type RowProps = {
  readonly where: string;
  /** Without the grants for who may see the role and not why. */
  readonly explained:
    | Explained
    | { readonly role: string | null; readonly roles: readonly string[]; readonly source: string | null };
  /** What can be done there. */
  readonly children?: ReactNode;
};

export function AccessRow({ where, explained, children }: RowProps) {
  if ('source' in explained)
    return (
      <li>
        <span className={css.where}>{where}</span>
        <RoleBadge {...explained} />
      </li>
    );
  const { role, roles, winner } = explained;
  return (
    <li>
      <span className={css.where}>{where}</span>
      <RoleBadge role={role} roles={roles} source={winner?.source ?? null} why={() => <Why explained={explained} />} />
      {winner ? <span className={css.reason}>{reasonOf(winner)}</span> : null}
      {children ? <span className={css.buttons}>{children}</span> : null}
    </li>
  );
}
