/** People and groups as the server finds them for what is typed into the palette. */
import { useNavigate } from '@tanstack/react-router';
import { UserRound, UsersRound } from 'lucide-react';
import { api } from '../lib/client.ts';
import { useMay } from '../lib/session.ts';
import { useSettled } from '../lib/settled.ts';
import type { Command } from './command.ts';
import { useShellOrganization } from './shell-organization.ts';

const most = 6;

type Found = { readonly people: readonly Command[]; readonly groups: readonly Command[]; readonly searching: boolean };

export function useFound(typed: string): Found {
  const q = useSettled(typed);
  const people = usePeople(q);
  const groups = useGroups(q);
  return {
    people: people.commands,
    groups: groups.commands,
    searching: q !== typed || people.isFetching || groups.isFetching,
  };
}

function usePeople(q: string) {
  const navigate = useNavigate();
  const { org, asked } = useAsked('members:read', q);
  const { data, isFetching } = api.useQuery(
    'get',
    '/organizations/{org}/members',
    { params: { path: { org }, query: { q, limit: most } } },
    { enabled: asked, placeholderData: (before) => before },
  );
  const commands = (asked ? (data?.items ?? []) : []).map(
    ({ id, name, userName, email }): Command => ({
      key: `person ${id}`,
      label: name || userName,
      note: email ?? userName,
      icon: <UserRound aria-hidden />,
      run: () =>
        void navigate({
          to: '/console/$organizationId/people/$memberId',
          params: { organizationId: org, memberId: id },
        }),
    }),
  );
  return { commands, isFetching };
}

function useGroups(q: string) {
  const navigate = useNavigate();
  const { org, asked } = useAsked('access:read', q);
  const { data, isFetching } = api.useQuery(
    'get',
    '/organizations/{org}/scim/groups',
    { params: { path: { org }, query: { q, limit: most } } },
    { enabled: asked, placeholderData: (before) => before },
  );
  const commands = (asked ? (data?.items ?? []) : []).map(
    ({ id, displayName }): Command => ({
      key: `group ${id}`,
      label: displayName,
      icon: <UsersRound aria-hidden />,
      run: () =>
        void navigate({
          to: '/console/$organizationId/groups/$groupId',
          params: { organizationId: org, groupId: id },
        }),
    }),
  );
  return { commands, isFetching };
}

/** Nobody is asked for nothing, nor for what the reader may not see. */
function useAsked(permission: string, q: string) {
  const organization = useShellOrganization();
  const may = useMay();
  const asked = organization !== null && may(permission, organization) && q !== '';
  return { org: organization?.id ?? '', asked };
}
