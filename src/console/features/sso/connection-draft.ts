/** A connection as its dialog holds it, and as the API takes it. Pure. */
import type { Connection } from '../../lib/types.ts';

/** What is chosen of a connection. A new secret where there is a text; required groups one a line, as names may have commas. */
export type ConnectionDraft = Pick<
  Connection,
  | 'name'
  | 'issuer'
  | 'clientId'
  | 'clientAuthentication'
  | 'scopes'
  | 'claims'
  | 'trustEmail'
  | 'trustUserName'
  | 'linkByExternalId'
  | 'groupSync'
  | 'requireMappedGroup'
  | 'enabled'
> & {
  readonly clientSecret: string;
  readonly requiredGroups: string;
  /** One a line. */
  readonly acrValues: string;
  /** As it is typed. */
  readonly maxAge: string;
};

/** @param links whether a new one finds people by the `externalId`s of the directory */
export const newDraft = (links: boolean): ConnectionDraft => ({
  name: '',
  issuer: '',
  clientId: '',
  clientAuthentication: 'client_secret',
  clientSecret: '',
  scopes: 'openid profile email',
  claims: { subject: null, email: 'email', name: 'name', groups: 'groups' },
  trustEmail: false,
  trustUserName: false,
  linkByExternalId: links,
  groupSync: false,
  requiredGroups: '',
  requireMappedGroup: false,
  acrValues: '',
  maxAge: '',
  enabled: true,
});

export function draftOf(connection: Connection): ConnectionDraft {
  const { name, issuer, clientId, scopes, claims, groupSync, requiredGroups, requireMappedGroup, enabled } = connection;
  const { trustEmail, trustUserName, linkByExternalId, clientAuthentication } = connection;
  return {
    ...{ name, issuer, clientId, scopes, claims, enabled, trustEmail, trustUserName, linkByExternalId },
    ...{ groupSync, requireMappedGroup, clientAuthentication },
    clientSecret: '',
    requiredGroups: requiredGroups.join('\n'),
    acrValues: connection.acrValues.join('\n'),
    maxAge: connection.maxAgeSeconds === null ? '' : String(connection.maxAgeSeconds),
  };
}

export function bodyOf({ requiredGroups, acrValues, maxAge, claims, ...chosen }: ConnectionDraft) {
  return {
    ...chosen,
    claims: { ...claims, subject: claims.subject?.trim() || null },
    requiredGroups: linesOf(requiredGroups),
    acrValues: linesOf(acrValues),
    maxAgeSeconds: maxAge.trim() === '' ? null : Number(maxAge),
  };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}
