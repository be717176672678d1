import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { statuses } from '../../lib/messages/general.ts';
import { people } from '../../lib/messages/people.ts';
import { sourceNames } from '../../lib/messages/reasons.ts';
import { memberSources, memberStatuses, organizationRoles } from '../../lib/searches.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import { useSettled } from '../../lib/settled.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';
import { Select } from '../../ui/select.tsx';
import { useFilters, useWorkspaceNames } from './filters.ts';

const text = people.filters;

export function FilterPanel() {
  return (
    <Panel
      title={text.title}
      trigger={
        <Button>
          <ListFilter aria-hidden /> {text.action}
        </Button>
      }
    >
      <Fields />
    </Panel>
  );
}

function Fields() {
  const [filters, change] = useFilters();
  const workspaces = [...useWorkspaceNames(true)].map(([value, label]) => ({ value, label }));
  const mayFindGroups = useMay()('access:read');
  const { status, role, workspace, source, locked, signedIn, verified } = filters;
  return (
    <>
      <One
        label={text.status}
        value={status}
        choices={memberStatuses.map((value) => ({ value, label: statuses[value] }))}
        onChange={(next) => change({ status: next })}
      />
      <One
        label={text.role}
        value={role}
        choices={organizationRoles.map((value) => ({ value, label: value }))}
        onChange={(next) => change({ role: next })}
      />
      <One
        label={text.workspace}
        value={workspace}
        choices={workspaces}
        onChange={(next) => change({ workspace: next })}
      />
      <One
        label={text.source}
        value={source}
        choices={memberSources.map((value) => ({ value, label: sourceNames[value] ?? value }))}
        onChange={(next) => change({ source: next })}
      />
      <One
        label={text.locked}
        value={locked === undefined ? undefined : (`${locked}` as const)}
        choices={flags.map((value) => ({ value, label: people.locked[value] }))}
        onChange={(next) => change({ locked: next && next === 'true' })}
      />
      <One
        label={text.signedIn}
        value={signedIn === undefined ? undefined : (`${signedIn}` as const)}
        choices={flags.map((value) => ({ value, label: people.signedIn[value] }))}
        onChange={(next) => change({ signedIn: next && next === 'true' })}
      />
      <One
        label={text.verified}
        value={verified === undefined ? undefined : (`${verified}` as const)}
        choices={flags.map((value) => ({ value, label: people.verified[value] }))}
        onChange={(next) => change({ verified: next && next === 'true' })}
      />
      {mayFindGroups ? <GroupField onChoose={(group) => change({ group })} /> : null}
    </>
  );
}

const flags = ['true', 'false'] as const;

type OneProps<T extends string> = {
  readonly label: string;
  readonly value: T | undefined;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T | undefined) => void;
};

function One<T extends string>({ label, value, choices, onChange }: OneProps<T>) {
  return (
    <Select<T | ''>
      label={label}
      value={value ?? ''}
      choices={[{ value: '', label: text.any }, ...choices]}
      onChange={(next) => onChange(next === '' ? undefined : next)}
    />
  );
}

function GroupField({ onChoose }: { readonly onChoose: (group: string) => void }) {
  const { id: org } = useOrganization();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const { data } = api.useQuery(
    'get',
    '/organizations/{org}/scim/groups',
    { params: { path: { org }, query: { q, limit: 20 } } },
    { enabled: q !== '', placeholderData: (before) => before },
  );
  const found = q === '' ? [] : (data?.items ?? []);
  return (
    <SearchSelect
      label={text.group}
      hint={text.groupHint}
      nothing={text.groupNone}
      found={found.map(({ id, displayName }) => ({ value: id, label: displayName }))}
      typed={typed}
      onType={setTyped}
      onChoose={(group) => {
        setTyped('');
        onChoose(group);
      }}
    />
  );
}
