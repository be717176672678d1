/** Whether the directory may name roles of people, and how it does so. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { words } from '../../lib/messages/general.ts';
import { directoryRoles as text } from '../../lib/messages/scim.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { RolesDialog } from './roles-dialog.tsx';
import css from './scim.module.css';

export function RolesTab() {
  const { id: org } = useOrganization();
  const [open, setOpen] = useState(false);
  const who = useWhoMay('access:manage');
  const forbidden = useMay()('access:manage') ? null : words.onlyWho(who);
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/scim/settings', {
    params: { path: { org } },
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={4} />;
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
      <Facts
        facts={[
          [text.facts.roles, data.rolesEnabled ? text.on : text.off],
          [text.facts.admins, data.rolesEnabled && data.rolesMakeAdmins ? text.adminsOn : text.adminsOff],
        ]}
      />
      <p className={css.form}>{text.form}</p>
      <ul className={css.values}>
        {text.examples.map((value) => (
          <li key={value}>
            <code>{value}</code>
          </li>
        ))}
      </ul>
      <p className={css.soft}>
        {text.list} <code>/scim/v2/Roles</code>
      </p>
      {open ? <RolesDialog saved={data} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}
