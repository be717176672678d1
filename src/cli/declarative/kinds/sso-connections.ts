/** SSO connections, by name. Their client secrets come from the environment and are never shown. */
import { changedFields, describeChange, shown } from '../describe.ts';
import { type OrganizationEntry, variableOf } from '../file/schema.ts';
import { type Change, type Fault, kind, type Place } from '../kind.ts';

type Entry = NonNullable<OrganizationEntry['ssoConnections']>[number];
type Content = Omit<Entry, 'clientSecret' | 'claims'> & { claims?: Record<string, string | null> | undefined };
type Stored = Required<Content> & { readonly id: string };

export const ssoConnections = kind<'ssoConnections', readonly Stored[]>({
  section: 'ssoConnections',
  none: [],
  read: ({ api, path }) => api.list(path('/sso-connections')),
  diff: (want, have, place) => {
    const changes: Change[] = [];
    const faults: Fault[] = [];
    for (const [index, entry] of want.entries()) {
      const stored = have.find(({ name }) => name === entry.name);
      const changed = changedContent(entry, stored);
      const isOther = !stored || changed.issuer !== undefined || changed.clientAuthentication !== undefined;
      const hasSecret = (entry.clientAuthentication ?? stored?.clientAuthentication) !== 'private_key_jwt';
      const sends = hasSecret && (isOther || (place.sendSecrets && entry.clientSecret !== undefined));
      if (!sends && Object.keys(changed).length === 0) continue;
      const fault = sends ? secretFault(entry, place) : null;
      if (fault !== null) faults.push({ path: ['ssoConnections', index, 'clientSecret'], message: fault });
      changes.push(changeTo(entry, stored, changed, sends, place));
    }
    const removals = have
      .filter(({ name }) => place.prune && !want.some((entry) => entry.name === name))
      .map(
        ({ id, name }): Change => ({
          mark: '-',
          what: `SSO connection ${shown(name)}: nobody signs in through it any more`,
          make: () => place.api.call('DELETE', place.path(`/sso-connections/${id}`)),
        }),
      );
    return { changes, removals, faults };
  },
  toEntry: (have, place) => (have.length === 0 ? undefined : have.map((stored) => toEntry(stored, place))),
});

function changedContent({ clientSecret: _, claims, ...given }: Entry, stored: Stored | undefined): Partial<Content> {
  const changed: Partial<Content> = changedFields<Content>(given, stored ?? null);
  const changedClaims = claims ? changedFields<Record<string, unknown>>(claims, stored?.claims ?? null) : {};
  if (Object.keys(changedClaims).length === 0) return changed;
  return { ...changed, claims: { ...stored?.claims, ...(changedClaims as Record<string, string | null>) } };
}

function secretFault({ name, clientSecret }: Entry, { environment }: Place): string | null {
  if (clientSecret === undefined)
    return `The connection "${shown(name)}" needs its client secret: write clientSecret: \${NAME_OF_A_VARIABLE}.`;
  const variable = variableOf(clientSecret);
  return environment[variable] ? null : `The variable ${variable} is not set: the client secret is read from it.`;
}

function changeTo(
  { name, clientSecret }: Entry,
  stored: Stored | undefined,
  changed: Partial<Content>,
  sends: boolean,
  { api, path, environment }: Place,
): Change {
  const { name: _, ...shownFields } = changed;
  const said = [describeChange<object>(shownFields, stored ?? null), sends ? 'client secret from the environment' : ''];
  const what = `SSO connection ${shown(name)}: ${said.filter(Boolean).join(', ')}`;
  const secret = sends && clientSecret ? { clientSecret: environment[variableOf(clientSecret)] } : {};
  const make = () =>
    stored
      ? api.call<void>('PATCH', path(`/sso-connections/${stored.id}`), { ...changed, ...secret })
      : api.call<void>('POST', path('/sso-connections'), { ...changed, ...secret });
  return { mark: stored ? '~' : '+', what, make };
}

function toEntry(stored: Stored, place: Place): Entry {
  const { name, issuer, clientId, scopes, claims, groupSync, requiredGroups, requireMappedGroup, enabled } = stored;
  const trust = {
    trustEmail: stored.trustEmail,
    trustUserName: stored.trustUserName,
    linkByExternalId: stored.linkByExternalId,
  };
  const secret =
    stored.clientAuthentication === 'private_key_jwt'
      ? { clientAuthentication: stored.clientAuthentication }
      : { clientSecret: `\${${newVariable(name, place)}}` };
  const groups = { groupSync, requiredGroups, requireMappedGroup };
  const strength = { acrValues: stored.acrValues, maxAgeSeconds: stored.maxAgeSeconds };
  return { name, issuer, clientId, ...secret, scopes, claims, ...trust, ...groups, ...strength, enabled };
}

/** A variable of its own for each connection of the file. */
function newVariable(name: string, { organization, variables }: Place): string {
  const words = `${organization} ${name} client secret`.normalize('NFKD').replaceAll(/[^A-Za-z0-9 _-]/g, '');
  const base = words
    .trim()
    .toUpperCase()
    .replaceAll(/[ _-]+/g, '_')
    .replace(/^(?=\d)/, '_');
  let variable = base;
  for (let number = 2; variables.has(variable); number += 1) variable = `${base}_${number}`;
  variables.add(variable);
  return variable;
}
