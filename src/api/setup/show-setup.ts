/** All that the holder of a set-up link sees: what was made with it, and of the organization the name. */
import type { LiveSetup } from '../../domain/administration/setup/open-setup.ts';
import { readSetUp, type SetUp } from '../../domain/administration/setup/set-up.ts';
import { listScimRequests } from '../../domain/model/scim-request.ts';
import { toDomain } from '../connections/domains.ts';
import { shownAt } from '../connections/sso-connections.ts';
import type { SetupCaller } from '../http/caller.ts';

/** How many of the requests of its directory. */
const shownRequests = 10;

export async function showSetup(publicUrl: string, { link, organization, csrfToken }: SetupCaller) {
  const done = await readSetUp(link);
  return {
    id: link._id,
    name: link.name,
    organization: organization.name,
    parts: link.parts,
    maySwitchOn: link.maySwitchOn,
    expiresAt: link.expiresAt.toISOString(),
    csrfToken,
    redirectUri: `${publicUrl}/auth/callback/${link.connectionId}`,
    domains: done.domains.map(toDomain),
    connection: done.connection && shownAt(publicUrl, done.connection, false),
    test: toTest(done),
    directory: link.parts.includes('directory') ? await toDirectory(publicUrl, link, done) : null,
  };
}

function toTest(done: SetUp) {
  const { connection, test } = done;
  if (test === null) return null;
  const { at, problem, received, read } = test;
  const isCurrent = test.connectionVersion === connection?.version;
  return {
    at: at.toISOString(),
    isCurrent,
    problem,
    received,
    read: read && { ...read, groups: listOrNull(read.groups) },
  };
}

const listOrNull = (list: readonly string[] | null) => list && [...list];

async function toDirectory(publicUrl: string, { orgId, scimTokenId }: LiveSetup['link'], { token }: SetUp) {
  const rows = token
    ? await listScimRequests(orgId, { tokenId: scimTokenId }, { before: null, limit: shownRequests })
    : [];
  return {
    baseUrl: `${publicUrl}/scim/v2`,
    token: token && {
      description: token.description,
      createdAt: token.createdAt.toISOString(),
      revoked: token.revokedAt !== null,
    },
    requests: rows.map(({ request: { at, method, path, status, detail } }) => ({
      at: at.toISOString(),
      ...{ method, path, status, detail },
    })),
  };
}
