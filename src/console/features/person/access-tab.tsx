/** What is in force, with why at each, and the decisions that an admin may take about it. */
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { person as text } from '../../lib/messages/person.ts';
import { useMay, useOrganization, useWhoMay } from '../../lib/session.ts';
import type { Access, Explained, Member } from '../../lib/types.ts';
import { AccessRow, AccessRows } from '../../ui/access-rows.tsx';
import { Button } from '../../ui/button.tsx';
import { ClearDialog } from '../../ui/decide/clear-dialog.tsx';
import { OverrideDialog } from '../../ui/decide/override-dialog.tsx';
import type { Decided, Place } from '../../ui/decide/place.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import css from './person.module.css';

export function AccessTab({ member }: { readonly member: Member }) {
  const { id } = useOrganization();
  const may = useMay();
  const who = useWhoMay('access:read');
  const allowed = may('access:read');
  const { data, error, refetch } = api.useQuery(
    'get',
    '/organizations/{org}/members/{member}/access',
    { params: { path: { org: id, member: member.id } } },
    { enabled: allowed },
  );
  if (!allowed) return <WithoutWhy member={member} note={text.access.onlyAdmins(who)} />;
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={6} />;
  return <Explanation access={data} member={member} />;
}

type Asking = { readonly what: 'override' | 'clear'; readonly place: Place };

function Explanation({ access, member }: { readonly access: Access; readonly member: Member }) {
  const { id, name: organizationName } = useOrganization();
  const [asking, setAsking] = useState<Asking | null>(null);
  const query = { limit: 500 };
  const { data } = api.useQuery('get', '/organizations/{org}/workspaces', { params: { path: { org: id }, query } });
  const rest = (data?.items ?? []).filter((one) =>
    access.workspaces.every(({ workspaceId }) => workspaceId !== one.id),
  );
  const places = access.workspaces.map(
    (one): Place => ({ workspaceId: one.workspaceId, name: one.name, explained: one }),
  );
  const others = rest.map((one): Place => ({ workspaceId: one.id, name: one.name, explained: nothing }));
  const person: Decided = {
    id: member.id,
    name: member.name || member.userName,
    status: member.status,
    isAdmin: member.organizationRole === 'Organization Admin',
  };
  const close = () => setAsking(null);
  const row = (place: Place) => (
    <PlaceRow
      key={place.workspaceId ?? 'organization'}
      member={member}
      place={place}
      onAsk={(what) => setAsking({ what, place })}
    />
  );
  return (
    <>
      {member.lock ? <p className={css.notice}>{text.access.locked(member.lock.reason)}</p> : null}
      {member.status === 'inactive' ? <p className={css.notice}>{text.access.inactive}</p> : null}
      <Section title={text.access.organization}>
        <AccessRows label={text.access.organization}>
          {row({ workspaceId: null, name: organizationName, explained: access.organization })}
        </AccessRows>
      </Section>
      <Section title={text.access.workspaces} text={text.access.workspacesText}>
        {places.length > 0 ? (
          <AccessRows label={text.access.workspaces}>{places.map(row)}</AccessRows>
        ) : (
          <p className={css.soft}>{text.access.none}</p>
        )}
        {others.length > 0 ? (
          <details className={css.others} open={places.length === 0}>
            <summary>{`${text.access.others} (${others.length})`}</summary>
            <AccessRows label={text.access.others}>{others.map(row)}</AccessRows>
          </details>
        ) : null}
      </Section>
      <DirectoryRoles access={access} />
      {asking?.what === 'override' ? <OverrideDialog person={person} place={asking.place} onClose={close} /> : null}
      {asking?.what === 'clear' ? <ClearDialog person={person} place={asking.place} onClose={close} /> : null}
    </>
  );
}

/** What the directory names, where it names anything. */
function DirectoryRoles({ access: { directoryRoles, workspaces } }: { readonly access: Access }) {
  if (directoryRoles.length === 0) return null;
  const placeOf = (workspaceId: string | null) =>
    workspaceId === '*'
      ? text.access.allWorkspaces
      : (workspaces.find((one) => one.workspaceId === workspaceId)?.name ?? null);
  return (
    <Section title={text.access.directoryRoles} text={text.access.directoryRolesText}>
      <ul className={css.named}>
        {directoryRoles.map(({ value, gives, detail }) => (
          <li key={value}>
            <code>{value}</code>
            <span className={css.soft}>
              {gives
                ? text.access.gives(gives.role, placeOf(gives.workspaceId))
                : text.access.givesNothing(detail ?? '')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const nothing: Explained = { role: null, winner: null, grants: [] };

type RowProps = {
  readonly member: Member;
  readonly place: Place;
  readonly onAsk: (what: 'override' | 'clear') => void;
};

function PlaceRow({ member, place: { workspaceId, name, explained }, onAsk }: RowProps) {
  const hasOverride = explained.grants.some(({ source }) => source === 'override');
  const whyNot = member.status === 'pending' ? text.actions.pending : null;
  const labels =
    workspaceId === null
      ? { change: text.access.changeOrganizationLabel, clear: text.access.clearOrganizationLabel }
      : { change: text.access.changeLabel(name), clear: text.access.clearLabel(name) };
  return (
    <AccessRow where={name} explained={explained}>
      {hasOverride ? (
        <Button look="quiet" small aria-label={labels.clear} onClick={() => onAsk('clear')}>
          {text.access.clear}
        </Button>
      ) : null}
      <Button look="quiet" small aria-label={labels.change} whyNot={whyNot} onClick={() => onAsk('override')}>
        {workspaceId === null ? text.access.changeOrganization : text.access.change}
      </Button>
    </AccessRow>
  );
}

/** For who may see members and not why. */
function WithoutWhy({ member, note }: { readonly member: Member; readonly note: string }) {
  return (
    <Section title={text.access.workspaces} text={note}>
      <AccessRows label={text.access.workspaces}>
        {member.workspaces.map(({ workspaceId, name, role, roles, source }) => (
          <AccessRow key={workspaceId} where={name} explained={{ role, roles, source }} />
        ))}
      </AccessRows>
    </Section>
  );
}
