/**
 * How much mail invitations send in a day (UTC): for each organization, inviter and recipient, counted over all nodes. Where
 * people may make organizations, anybody could else have Usher write to strangers (P9). Whom the operator
 * trusts has room for several batches of 500 people; an organization that somebody made for themselves grows into it.
 */
import { createHash } from 'node:crypto';
import { defineCollection } from '../../../storage/collection.ts';
import { isDuplicateKey } from '../../../storage/database-errors.ts';
import { date, number } from '../../../storage/fields.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { QuotaReached } from '../../kernel/domain-error.ts';
import { getDeployment } from '../../model/deployment.ts';
import { members } from '../../model/member.ts';
import { getOrganization } from '../../model/organization.ts';
import { withAddress } from '../proof/proof.ts';

/** `_id` is a hash of the day and of what is counted. */
const mailCounts = defineCollection('mailCounts', 'system', { count: number, expiresAt: date }, [
  { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
]);

const dayMs = 86_400_000;

/** For the default organization, those that the operator made, and whatever the operator does. */
const trusted = { organization: 10_000, inviter: 5_000, recipient: 10 };
/** For an organization that a person made; the inviter's counts over all such, as does that of the person who made it. */
const ofPeople = { organization: 50, perPerson: 5, organizationAtMost: 500, inviter: 100, recipient: 5 };

export type MailAllowance = {
  /**
   * Takes from today's quotas what these people need, once for each allowance. Who is an active member gets no mail and
   * needs nothing.
   * @returns those of the addresses that have got as much as anybody may today: they are to be left out
   * @throws QuotaReached `mail_quota` when the organization or the inviter may not send so much; then nothing is taken
   */
  readonly take: (emailKeys: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Gives back what was taken for people who were not mailed after all. */
  readonly settle: (mailed: ReadonlySet<string>) => Promise<void>;
};

/** The allowance for one request of `context` in an organization. */
export function mailAllowance(context: Context, orgId: string): MailAllowance {
  let taken: Promise<Reservation> | null = null;
  return {
    async take(emailKeys) {
      taken ??= reserve(context, orgId, emailKeys);
      return (await taken).full;
    },
    async settle(mailed) {
      const reservation = await taken?.catch(() => null);
      if (reservation) await giveBack(reservation, mailed);
    },
  };
}

/** What an invitation to a full address comes to, and why sending it again is refused. */
export const recipientIsFull =
  'This address has been sent as many invitations as anybody may get in a day. Wait until tomorrow, or tell the person otherwise.';

/** The refusal to send so much today. */
export function mailQuotaReached(detail: string): QuotaReached {
  const wait = Math.ceil((dayMs - (now().getTime() % dayMs)) / 1_000);
  return new QuotaReached('mail_quota', detail, wait);
}

type Reservation = {
  /** Address -> the row that counts it. */
  readonly recipients: ReadonlyMap<string, string>;
  /** Rows that count each mail. */
  readonly shared: readonly string[];
  readonly full: ReadonlySet<string>;
};

async function reserve(context: Context, orgId: string, emailKeys: readonly string[]): Promise<Reservation> {
  const { shared, recipient, kind } = await limitsFor(context, orgId);
  const active = await activeAmong(orgId, emailKeys);
  const recipients = new Map<string, string>();
  const full = new Set<string>();
  await Promise.all(
    emailKeys.map(async (emailKey) => {
      const row = rowOf(`recipient/${kind}`, emailKey);
      if (active.has(emailKey)) return;
      if (await add(row, 1, recipient)) recipients.set(emailKey, row);
      else full.add(emailKey);
    }),
  );
  const counted: string[] = [];
  for (const { row, limit, detail } of shared) {
    if (recipients.size === 0 || (await add(row, recipients.size, limit))) {
      counted.push(row);
      continue;
    }
    await giveBack({ recipients, shared: [], full }, new Set());
    for (const row of counted) await subtract(row, recipients.size);
    throw mailQuotaReached(
      `${detail} ${limit} invitations by mail a day, and ${recipients.size} more are too many. ${advice}`,
    );
  }
  return { recipients, shared: counted, full };
}

const advice = 'Invite fewer people, go on tomorrow, or ask the operator to invite them.';

async function giveBack({ recipients, shared }: Reservation, mailed: ReadonlySet<string>): Promise<void> {
  const unused = [...recipients].filter(([emailKey]) => !mailed.has(emailKey));
  if (unused.length === 0) return;
  await Promise.all(unused.map(([, row]) => subtract(row, 1)));
  for (const row of shared) await subtract(row, unused.length);
}

async function limitsFor({ actor }: Context, orgId: string) {
  const [{ madeBy }, { defaultOrgId }] = await Promise.all([getOrganization(orgId), getDeployment()]);
  const isTrusted = orgId === defaultOrgId || madeBy === null || actor.type === 'deployment-key';
  const kind = isTrusted ? 'operator' : 'people';
  const inviter = {
    row: rowOf(`inviter/${kind}`, `${actor.type}/${actor.id}`),
    limit: isTrusted ? trusted.inviter : ofPeople.inviter,
    detail: 'You may send',
  };
  const organization = {
    row: rowOf(`organization/${kind}`, orgId),
    limit: isTrusted ? trusted.organization : await limitByPeople(orgId),
    detail: 'This organization may send',
  };
  // Keys are made at will, so what they send counts for the person who made the organization too.
  const isMaker = actor.type === 'account' && actor.id === madeBy;
  const maker = {
    row: rowOf(`inviter/${kind}`, `account/${madeBy}`),
    limit: ofPeople.inviter,
    detail: 'The organizations that one person made may together send',
  };
  const shared = [organization, inviter, ...(isTrusted || !madeBy || isMaker ? [] : [maker])];
  return { kind, shared, recipient: isTrusted ? trusted.recipient : ofPeople.recipient };
}

/** People who came themselves count; those that a directory of its own announces would cost its maker nothing. */
async function limitByPeople(orgId: string): Promise<number> {
  const { organization, perPerson, organizationAtMost } = ofPeople;
  const most = (organizationAtMost - organization) / perPerson;
  const people = await tenant(orgId).count(members, { status: 'active', accountId: { $type: 'string' } }, most);
  return organization + perPerson * people;
}

async function activeAmong(orgId: string, emailKeys: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await tenant(orgId).find(
    members,
    { ...withAddress(...emailKeys), status: 'active' },
    { projection: { emailKeys: 1, userNameKey: 1 } },
  );
  return new Set(found.flatMap(({ emailKeys: keys, userNameKey }) => [...keys, userNameKey]));
}

function rowOf(what: string, key: string): string {
  const day = Math.floor(now().getTime() / dayMs);
  return createHash('sha256')
    .update(JSON.stringify([day, what, key]))
    .digest('base64url');
}

/** @returns false when that would be more than `limit`; then nothing is added */
async function add(_id: string, by: number, limit: number): Promise<boolean> {
  if (by > limit) return false;
  const room = { _id, count: { $lte: limit - by } };
  const update = { $inc: { count: by }, $setOnInsert: { expiresAt: new Date(now().getTime() + 2 * dayMs) } };
  try {
    await system('mail').updateOne(mailCounts, room, update, { upsert: true });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  // The row is there without room, or somebody else has just made it.
  return (await system('mail').updateOne(mailCounts, room, { $inc: { count: by } })) > 0;
}

async function subtract(_id: string, by: number): Promise<void> {
  await system('mail').updateOne(mailCounts, { _id }, { $inc: { count: -by } });
}
