import { lastOrganization } from '../lib/last-organization.ts';
import { useMe, useOrganizationOrNull } from '../lib/session.ts';
import type { Organization } from '../lib/types.ts';

/** The organization that the bar is about: that of the address, or the last one on pages that belong to none. */
export function useShellOrganization(): Organization | null {
  const here = useOrganizationOrNull();
  const { organizations, defaultOrganizationId } = useMe();
  const find = (id: string | null) => organizations.find((one) => one.id === id);
  return here ?? find(lastOrganization()) ?? find(defaultOrganizationId) ?? organizations[0] ?? null;
}
