/** Verified domains are looked up again each day, at a name server of the tests. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addEmailDomain,
  proofOfDomain,
  verifyEmailDomain,
} from '../../../src/domain/administration/connections/change-email-domains.ts';
import { domainWarningSender } from '../../../src/domain/administration/connections/domain-warnings.ts';
import { recheckDomains } from '../../../src/domain/administration/connections/recheck-domains.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { type Mailer, openMailer } from '../../../src/domain/entry/mail/smtp.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { type EmailDomainDocument, getEmailDomain, ownsDomainOf } from '../../../src/domain/model/email-domain.ts';
import { events } from '../../../src/domain/model/event.ts';
import { knownTextRecords } from '../../../src/http/text-records.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, person, setOrganizationRole, testDeployment } from '../../support/domain.ts';
import { testNameServer } from '../../support/name-server.ts';
import { type MailServer, startMailServer } from '../../support/smtp-server.ts';

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

describe('administrators', () => {
  const publicUrl = 'https://usher.acme.example';
  let mailServer: MailServer;
  let mailers: Mailer[];
  let admin: string;

  beforeEach(async () => {
    mailServer = await startMailServer();
    mailers = [1, 2].map(() => openMailer({ smtpUrl: mailServer.url, from: 'usher@acme.example' }));
    admin = `root-${counter}@acme.example`;
    const { _id } = await createUser(context, orgId, person(admin));
    await setOrganizationRole(context, orgId, _id, 'Organization Admin');
    await createUser(context, orgId, person(`user-${counter}@acme.example`));
  });
  afterEach(async () => {
    for (const mailer of mailers) mailer.close();
    await mailServer.stop();
  });

  /** Two nodes at once. */
  const send = () =>
    Promise.all(
      mailers.map(async (mailer) => {
        const { run } = domainWarningSender(mailer, publicUrl);
        while (await run()) {}
      }),
    );
  const about = () =>
    mailServer.mails
      .filter(({ mail }) => mail.subject?.includes(domain.name))
      .map(({ to, mail }) => `${to} ${mail.subject}`);

  it('[116] are told by mail once at the first miss and once on the day before the lapse, with what to do', async () => {
    await onDay(1);
    await send();
    expect(about()).toEqual([`${admin} The record of ${domain.name} is gone`]);
    const { text } = mailServer.mails.find(({ mail }) => mail.subject?.includes(domain.name))?.mail ?? {};
    expect(text).toContain(proofOfDomain(domain));
    expect(text).toContain(`${publicUrl}/console/${orgId}/settings/sso`);
    for (let days = 2; days < 7; days += 1) {
      await onDay(days);
      await send();
    }
    expect(about()).toHaveLength(1);
    await onDay(7.1);
    await send();
    await send();
    expect(about()).toEqual([
      `${admin} The record of ${domain.name} is gone`,
      `${admin} ${domain.name} lapses tomorrow`,
    ]);
  });

  it('are told nothing of one that is there again, or given up, before the mail goes out', async () => {
    await onDay(1);
    records.set(domain.name, [proofOfDomain(domain)]);
    await onDay(2);
    await send();
    expect(about()).toEqual([]);
  });

  it('are told later where the mail server does not take it at once', async () => {
    await onDay(1);
    mailServer.refusal = { code: 451, text: 'later' };
    await send();
    expect(about()).toEqual([]);
    mailServer.refusal = null;
    shiftClock(1 * day + 3_600_000);
    await send();
    expect(about()).toHaveLength(1);
  });
});
