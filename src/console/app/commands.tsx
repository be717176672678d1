/** What the palette offers: people and groups as the server finds them; pages, organizations and actions as their names fit. */
import { useNavigate } from '@tanstack/react-router';
import {
  BookOpen,
  Braces,
  Building2,
  Cable,
  KeyRound,
  LayoutGrid,
  Monitor,
  Moon,
  ShieldPlus,
  Sun,
  UserPlus,
  UserRound,
} from 'lucide-react';
import { account, shell, palette as text } from '../lib/messages/shell.ts';
import { useMay, useMe } from '../lib/session.ts';
import { chooseTheme, themes } from '../lib/theme.ts';
import type { Command } from './command.ts';
import { useFound } from './found.tsx';
import { mainPages, settingsPages } from './navigation.ts';
import { useShellOrganization } from './shell-organization.ts';

type Group = { readonly value: string; readonly items: readonly Command[] };

export function useCommands(typed: string): { groups: readonly Group[]; searching: boolean } {
  const wanted = typed.trim().toLowerCase();
  const fits = ({ label }: Command) => label.toLowerCase().includes(wanted);
  const { people, groups: foundGroups, searching } = useFound(typed.trim());
  const organizations = useOrganizationCommands();
  const groups = [
    { value: text.groups.people, items: people },
    { value: text.groups.groups, items: foundGroups },
    { value: text.groups.pages, items: usePageCommands().filter(fits) },
    { value: text.groups.actions, items: useActionCommands().filter(fits) },
    { value: text.groups.organizations, items: organizations.filter(fits) },
  ];
  return { groups: groups.filter(({ items }) => items.length > 0), searching };
}

function usePageCommands(): Command[] {
  const navigate = useNavigate();
  const organization = useShellOrganization();
  const may = useMay();
  const pages = [...mainPages, ...settingsPages].flatMap(({ to, label, permission, icon: Icon }) => {
    if (organization === null || !(permission === null || may(permission, organization))) return [];
    const params = { organizationId: organization.id };
    return [{ key: to, label, icon: <Icon aria-hidden />, run: () => void navigate({ to, params }) }];
  });
  return [
    ...pages,
    {
      key: 'account',
      label: shell.pages.account,
      icon: <UserRound aria-hidden />,
      run: () => void navigate({ to: '/console/account' }),
    },
    { key: 'guide', label: account.guide, icon: <BookOpen aria-hidden />, run: () => location.assign('/guide') },
    { key: 'docs', label: account.docs, icon: <Braces aria-hidden />, run: () => location.assign('/docs') },
  ];
}

const themeIcons = { system: <Monitor aria-hidden />, light: <Sun aria-hidden />, dark: <Moon aria-hidden /> };

function useActionCommands(): Command[] {
  const navigate = useNavigate();
  const organization = useShellOrganization();
  const may = useMay();
  const params = { organizationId: organization?.id ?? '' };
  const invite: Command = {
    key: 'invite',
    label: text.invite,
    icon: <UserPlus aria-hidden />,
    run: () => void navigate({ to: '/console/$organizationId/people', params, search: { invite: true } }),
  };
  const createWorkspace: Command = {
    key: 'workspace',
    label: text.createWorkspace,
    icon: <LayoutGrid aria-hidden />,
    run: () => void navigate({ to: '/console/$organizationId/settings/workspaces', params, search: { create: true } }),
  };
  const createRole: Command = {
    key: 'role',
    label: text.createRole,
    icon: <ShieldPlus aria-hidden />,
    run: () => void navigate({ to: '/console/$organizationId/settings/roles', params, search: { change: 'new' } }),
  };
  const makeToken: Command = {
    key: 'token',
    label: text.makeToken,
    icon: <Cable aria-hidden />,
    run: () => void navigate({ to: '/console/$organizationId/settings/scim', params, search: { make: true } }),
  };
  const makeKey: Command = {
    key: 'key',
    label: text.makeKey,
    icon: <KeyRound aria-hidden />,
    run: () => void navigate({ to: '/console/account', search: { make: true } }),
  };
  return [
    ...(may('members:manage', organization) ? [invite] : []),
    ...(may('workspaces:manage', organization) ? [createWorkspace] : []),
    ...(may('access:manage', organization) ? [createRole] : []),
    ...(may('provisioning:manage', organization) ? [makeToken] : []),
    makeKey,
    ...themes.map((theme) => ({
      key: `theme ${theme}`,
      label: text.theme(account.themes[theme]),
      icon: themeIcons[theme],
      run: () => chooseTheme(theme),
    })),
  ];
}

function useOrganizationCommands(): Command[] {
  const navigate = useNavigate();
  const { organizations } = useMe();
  return organizations.map(({ id, name, role }) => ({
    key: `organization ${id}`,
    label: text.switchTo(name),
    ...(role === null ? {} : { note: role }),
    icon: <Building2 aria-hidden />,
    run: () => void navigate({ to: '/console/$organizationId', params: { organizationId: id } }),
  }));
}
