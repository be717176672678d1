/** The kinds of things that a file may speak of, in the order in which they are made: what is used comes first. */
import type { Kind } from './kind.ts';
import { applicationPermissions } from './kinds/application-permissions.ts';
import { domains } from './kinds/domains.ts';
import { mappings } from './kinds/mappings.ts';
import { massChangeGuard } from './kinds/mass-change-guard.ts';
import { roles } from './kinds/roles.ts';
import { scimSettings } from './kinds/scim-settings.ts';
import { ssoConnections } from './kinds/sso-connections.ts';
import { ssoOnly } from './kinds/sso-only.ts';
import { ssoSettings } from './kinds/sso-settings.ts';
import { workspaces } from './kinds/workspaces.ts';

export const kinds: readonly Kind[] = [
  workspaces,
  applicationPermissions,
  roles,
  scimSettings,
  massChangeGuard,
  mappings,
  ssoSettings,
  ssoConnections,
  domains,
  ssoOnly,
];
