/** An organization in numbers: the state of the house, and what identity providers sent over time. */
import { z } from 'zod';
import { type Authority, mayInOrganization } from '../../domain/access/authority/authority.ts';
import {
  countGroups,
  countHeldChanges,
  countLocked,
  countPeople,
  type EndingKey,
  type EndingOverride,
  type EndingSoon,
  overridesEndingSoon,
  serviceKeysEndingSoon,
  summarizeProvisioning,
  summarizeSignIn,
} from '../../domain/administration/statistics/summarize-organization.ts';
import { now } from '../../domain/kernel/clock.ts';
import type { OrganizationPermission } from '../../domain/model/permissions.ts';
import { bucketsOf, countByBucket } from '../../domain/model/scim-request-counts.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { ApiError } from '../http/api-error.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { instant, organizationParams } from '../http/shared-schemas.ts';
import { provisioningSeriesSchema, summarySchema } from './statistics-schemas.ts';

const tag = 'Statistics';
const dayMs = 86_400_000;
/** Of 31 days the hours. */
const maxBuckets = 31 * 24;

export const statisticsRoutes = ({
  mode,
  oidc,
  basicAuth,
}: Pick<ApiConfig, 'mode' | 'oidc' | 'basicAuth'>): Route[] => [
  route({
    method: 'get',
    path: '/organizations/{org}/stats/summary',
    summary:
      'Count what the home page shows: people, groups, held changes, SCIM requests, what ends soon, first steps; what the caller may not read is null',
    needs: 'members:read',
    tag,
    params: organizationParams,
    responses: { 200: summarySchema },
    handle: async ({ authority, params: { org } }) => ({
      status: 200,
      // In evaluation mode the demo provider signs people in.
      body: await summaryFor(authority, org, oidc !== null || basicAuth || mode === 'evaluation'),
    }),
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/stats/provisioning',
    summary: 'Count SCIM requests by outcome, hour by hour or day by day in UTC; the last 24 hours unless asked',
    needs: 'provisioning:manage',
    tag,
    params: organizationParams,
    query: z.object({
      from: instant.optional().meta({ description: 'Counted from the beginning of its hour or day' }),
      to: instant.optional().meta({ description: 'Up to this moment; now unless given' }),
      step: z.enum(['hour', 'day']).default('hour').meta({ description: 'How long a bucket is, in UTC' }),
    }),
    responses: { 200: provisioningSeriesSchema },
    handle: async ({ params: { org }, query: { step, ...asked } }) => {
      const to = asked.to ?? now();
      const from = asked.from ?? new Date(to.getTime() - (step === 'hour' ? dayMs : 30 * dayMs));
      const buckets = bucketsOf({ from, to }, step);
      if (buckets.length > maxBuckets) throw tooLong(step);
      const counted = await countByBucket(org, buckets, step);
      return {
        status: 200,
        body: { step, buckets: counted.map(({ at, ...counts }) => ({ at: at.toISOString(), ...counts })) },
      };
    },
  }),
];

function tooLong(step: string): ApiError {
  const detail = `There are at most ${maxBuckets} buckets: ask for a shorter time${step === 'hour' ? ', or by day' : ''}.`;
  return new ApiError(400, 'invalid_input', detail, { errors: [{ in: 'query', pointer: '#/from', detail }] });
}

/** Each part by the permission by which the same may be read elsewhere. */
async function summaryFor(authority: Authority, org: string, deploymentSignIn: boolean) {
  const where = <T>(permission: OrganizationPermission, read: () => Promise<T>): Promise<T | null> =>
    mayInOrganization(authority, permission) ? read() : Promise.resolve(null);
  const [people, locked, groups, heldChanges, overrides, keys, provisioning, signIn] = await Promise.all([
    countPeople(org),
    countLocked(org),
    where('access:read', () => countGroups(org)),
    where('access:read', () => countHeldChanges(org)),
    where('access:read', () => overridesEndingSoon(org)),
    where('keys:manage', () => serviceKeysEndingSoon(org)),
    where('provisioning:manage', () => summarizeProvisioning(org)),
    where('sso:manage', () => summarizeSignIn(org, { deploymentSignIn })),
  ]);
  const matched = groups && groups.convention + groups.explicit;
  return {
    people: { ...people, locked },
    groups: groups && { total: groups.convention + groups.explicit + groups.unmatched, ...groups },
    heldChanges,
    provisioning: provisioning && {
      lastPush: provisioning.lastPush && {
        at: provisioning.lastPush.at.toISOString(),
        status: provisioning.lastPush.status,
      },
      lastDay: provisioning.lastDay,
    },
    endingSoon: {
      scimTokens: provisioning && endingKeys(provisioning.tokensEndingSoon),
      serviceKeys: keys && endingKeys(keys),
      overrides: overrides && endingOverrides(overrides),
    },
    firstSteps: {
      scimTokenMade: provisioning?.tokenMade ?? null,
      pushed: provisioning?.pushed ?? null,
      groupMatched: matched === null ? null : matched > 0,
      signInConfigured: signIn?.configured ?? null,
      signedIn: signIn?.signedIn ?? null,
      secondAdmin: signIn?.secondAdmin ?? null,
    },
  };
}

function endingKeys({ count, next }: EndingSoon<EndingKey>) {
  return { count, next: next && { ...next, expiresAt: next.expiresAt.toISOString() } };
}

function endingOverrides({ count, next }: EndingSoon<EndingOverride>) {
  if (next === null) return { count, next };
  const { _id: id, memberId, workspaceId, expiresAt } = next;
  return { count, next: { id, memberId, workspaceId, expiresAt: expiresAt.toISOString() } };
}
