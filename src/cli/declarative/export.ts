/** `usher export`: what is there, as a file that `usher apply` takes. */
import { stringify } from 'yaml';
import type { AdminApi } from '../admin-api.ts';
import { shown } from './describe.ts';
import { apiVersion, type OrganizationEntry } from './file/schema.ts';
import { kinds } from './kinds.ts';
import { type Organization, sharedOrganizations } from './organizations.ts';
import { newPlace } from './plan.ts';

/**
 * The file as YAML, without secrets: the default organization first, the others by name.
 * @param only the name of one organization; undefined: all but personal ones
 * @throws Error when there is none of that name, or two of one name; AdminApiError
 */
export async function exportFile(api: AdminApi, only?: string): Promise<string> {
  const organizations = (await sharedOrganizations(api)).filter(({ name }) => only === undefined || name === only);
  requireDistinct(organizations, only);
  const sorted = organizations.toSorted(
    (a, b) => Number(b.isDefault) - Number(a.isDefault) || (a.name < b.name ? -1 : 1),
  );
  const entries: OrganizationEntry[] = [];
  const variables = new Set<string>();
  for (const organization of sorted) entries.push(await exportOrganization(api, organization, variables));
  return stringify({ apiVersion, organizations: entries }, { lineWidth: 0, aliasDuplicateObjects: false });
}

function requireDistinct(organizations: readonly Organization[], only: string | undefined): void {
  if (organizations.length === 0)
    throw new Error(
      only === undefined
        ? 'This key sees no organization.'
        : `There is no organization "${shown(only)}" that this key sees.`,
    );
  const names = organizations.map(({ name }) => name);
  const twin = names.find((name, index) => names.indexOf(name) < index);
  if (twin !== undefined)
    throw new Error(`There are several organizations named "${shown(twin)}": give all but one another name first.`);
}

async function exportOrganization(
  api: AdminApi,
  { id, name, isDefault }: Organization,
  variables: Set<string>,
): Promise<OrganizationEntry> {
  const options = { prune: false, sendSecrets: false, environment: {}, notes: [], variables };
  const place = newPlace(api, name, { id }, options);
  const entry: Record<string, unknown> = { name, ...(isDefault ? { default: true } : {}) };
  for (const kind of kinds) {
    const have = await kind.read(place);
    kind.announce?.(undefined, have, place);
    const said = kind.toEntry(have, place);
    if (said !== undefined) entry[kind.section] = said;
  }
  return entry as OrganizationEntry;
}
