/** Verified domains are looked up again each day, at a name server of the tests. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addEmailDomain,
  proofOfDomain,
  verifyEmailDomain,
} from '../../../src/domain/administration/connections/change-email-domains.ts';
import { recheckDomains } from '../../../src/domain/administration/connections/recheck-domains.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { type EmailDomainDocument, getEmailDomain, ownsDomainOf } from '../../../src/domain/model/email-domain.ts';
import { events } from '../../../src/domain/model/event.ts';
import { knownTextRecords } from '../../../src/http/text-records.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, testDeployment } from '../../support/domain.ts';
import { testNameServer } from '../../support/name-server.ts';

testDeployment();
const { records, dnsServers } = testNameServer();

const day = 24 * 3_600_000;
let counter = 0;
let asked: string[] = [];
let orgId: string;
let domain: EmailDomainDocument;

beforeEach(async () => {
  counter += 1;
  asked = [];
  ({ orgId } = await newOrganization());
  domain = await newDomain(`acme-${counter}.test`);
});
afterEach(() => {
  shiftClock(0);
  records.clear();
});

async function newDomain(name: string): Promise<EmailDomainDocument> {
  const added = await addEmailDomain(context, orgId, name);
  return verifyEmailDomain(context, orgId, added._id, async () => [proofOfDomain(added)]);
}

/** As the worker does, so many days after it was verified. */
async function onDay(days: number): Promise<void> {
  shiftClock(days * day);
  await recheckDomains((name) => {
    asked.push(name);
    return knownTextRecords(name, dnsServers);
  });
}

const told = async () =>
  (await tenant(orgId).find(events, { 'subject.domainId': domain._id }, { sort: { _id: 1 } })).map(({ type }) => type);
const isOurs = () => ownsDomainOf(orgId, `ada@${domain.name}`);
const looks = () => asked.filter((name) => name === domain.name).length;

describe('a verified domain', () => {
  it('is looked up once a day, and stays while its record is there', async () => {
    records.set(domain.name, ['another text', ` ${proofOfDomain(domain)} `]);
    await onDay(0);
    expect(looks()).toBe(0);
    await onDay(1);
    await onDay(1);
    expect(looks()).toBe(1);
    await onDay(2);
    expect(looks()).toBe(2);
    expect(await isOurs()).toBe(true);
    expect(await told()).toEqual(['domain.added', 'domain.verified']);
  });

  it('[116] whose record is gone is told of at once, and lapses after a week', async () => {
    await onDay(1);
    expect(await isOurs()).toBe(true);
    expect((await told()).at(-1)).toBe('domain.missing');
    expect((await getEmailDomain(orgId, domain._id)).missingSince).toBeInstanceOf(Date);
    for (let days = 2; days < 8; days += 1) await onDay(days);
    expect(await isOurs()).toBe(true);
    await onDay(8.1);
    expect(await isOurs()).toBe(false);
    expect((await getEmailDomain(orgId, domain._id)).verifiedAt).toBeNull();
    expect(await told()).toEqual(['domain.added', 'domain.verified', 'domain.missing', 'domain.lapsed']);
  });

  it('is another organization’s to verify once it has lapsed', async () => {
    for (const days of [1, 9]) await onDay(days);
    const other = await newOrganization();
    const theirs = await addEmailDomain(context, other.orgId, domain.name);
    await verifyEmailDomain(context, other.orgId, theirs._id, async () => [proofOfDomain(theirs)]);
    expect(await ownsDomainOf(other.orgId, `ada@${domain.name}`)).toBe(true);
    expect(await isOurs()).toBe(false);
  });

  it('does not lapse when the record comes back, however late, and the week begins anew', async () => {
    await onDay(1);
    records.set(domain.name, [proofOfDomain(domain)]);
    await onDay(7.5);
    expect((await told()).at(-1)).toBe('domain.found_again');
    records.clear();
    await onDay(9);
    await onDay(12);
    expect(await isOurs()).toBe(true);
  });

  it('is not missing because a name server fails: it is asked again within hours', async () => {
    domain = await newDomain(`broken.acme-${counter}.test`);
    await onDay(1);
    await onDay(1 + 2 / 24);
    expect(looks()).toBe(2);
    expect(await told()).toEqual(['domain.added', 'domain.verified']);
    await onDay(30);
    expect(await isOurs()).toBe(true);
  });
});
