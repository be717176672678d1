/** What each role may do, and the roles that the organization makes for itself. */
import { getRouteApi } from '@tanstack/react-router';
import { words } from '../../lib/messages/general.ts';
import { roles as text } from '../../lib/messages/roles.ts';
import { organizationRoles } from '../../lib/searches.ts';
import { useMay, useWhoMay } from '../../lib/session.ts';
import type { Permission, Role } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RefusedState } from '../../ui/refused-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { CustomRoles } from './custom-roles.tsx';
import { Matrix } from './matrix.tsx';
import { RemoveRole } from './remove-role.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { UsageDialog } from './usage-dialog.tsx';
import { useRoles } from './use-roles.ts';

const route = getRouteApi('/console/$organizationId/settings/roles');

export function RolesPage() {
  return useMay()('access:read') ? <Roles /> : <RefusedState permission="access:read" />;
}

function Roles() {
  const may = useMay();
  const who = useWhoMay('access:manage');
  const navigate = route.useNavigate();
  const whyNot = may('access:manage') ? null : words.onlyWho(who);
  const { roles, permissions, error, refetch } = useRoles();
  return (
    <Page
      title={text.title}
      text={text.text}
      actions={
        <Button look="primary" whyNot={whyNot} onClick={() => void navigate({ search: { change: 'new' } })}>
          {text.create}
        </Button>
      }
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!error && !(roles && permissions) ? <SkeletonLines count={8} /> : null}
      {roles && permissions ? <Shown {...{ roles, permissions, whyNot }} /> : null}
    </Page>
  );
}

type Props = {
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  readonly whyNot: string | null;
};

function Shown({ roles, permissions, whyNot }: Props) {
  const of = (scope: Permission['scope']) => permissions.filter((one) => one.scope === scope);
  const custom = roles.filter(({ builtIn }) => !builtIn);
  const builtIn = organizationRoles.map((name) => ({
    name,
    permissions: of('organization').flatMap((one) => (one.roles.includes(name) ? [one.name] : [])),
  }));
  return (
    <>
      <Section title={text.workspace} text={text.workspaceText}>
        <Matrix label={text.workspace} permissions={of('workspace')} roles={roles} />
      </Section>
      <CustomRoles roles={custom} whyNot={whyNot} />
      <Section title={text.organization} text={text.organizationText}>
        <Matrix label={text.organization} permissions={of('organization')} roles={builtIn} />
      </Section>
      <Dialogs roles={roles} permissions={of('workspace')} whyNot={whyNot} />
    </>
  );
}

function Dialogs({ roles, permissions, whyNot }: Props) {
  const { change, usage, remove } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () => void navigate({ search: {}, replace: true });
  const find = (id: string | undefined) => roles.find((role) => role.id === id && !role.builtIn);
  const [changed, used, removed] = [find(change), find(usage), find(remove)];
  if (used) return <UsageDialog role={used} onClose={close} />;
  if (whyNot !== null) return null;
  if (change === 'new') return <RoleDialog present={null} {...{ roles, permissions }} onClose={close} />;
  if (changed) return <RoleDialog present={changed} {...{ roles, permissions }} onClose={close} />;
  return removed ? <RemoveRole role={removed} onClose={close} /> : null;
}
