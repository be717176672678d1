/** How much mail invitations may send: honest batches go out, strangers are not written to without end (P9). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mails } from '../../../src/domain/entry/mail/outbox.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { invitations } from '../../../src/domain/model/invitation.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { type Client, type Person, testApi } from '../api-app.ts';

const api = testApi({ userOrgCreationDisabled: false }, { mail: {} });
const day = 86_400_000;

/** Noon, lest a test begins on one day and ends on the next. */
const noon = (1.5 * day - (Date.now() % day)) % day;
beforeEach(() => shiftClock(noon));
afterEach(() => shiftClock(0));

let counter = 0;
const strangers = (count: number) => Array.from({ length: count }, () => `stranger-${++counter}@victim.test`);

/** An organization that this person has made for themselves. */
async function organizationOf({ ask }: Pick<Person, 'ask'>): Promise<string> {
  const answer = await ask('post', '/organizations', { name: 'Own' });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

const invite = (ask: Client, orgId: string, emails: readonly string[], options = {}) =>
  ask('post', `/organizations/${orgId}/invitations`, { invitations: emails.map((email) => ({ email })) }, options);
const sentIn = (orgId: string) => tenant(orgId).count(mails, {});

describe('[98] an organization that somebody made for themselves', () => {
  it('mails 50 invitations a day and 5 for each person; one more is 429 and nothing is written', async () => {
    const ada = await api.newPerson('ada');
    const orgId = await organizationOf(ada);
    const much = await invite(ada.ask, orgId, strangers(500));
    expect([much.status, much.body.code, much.body.detail]).toEqual([
      429,
      'mail_quota',
      expect.stringContaining('This organization may send 55 invitations by mail a day'),
    ]);
    expect(Number(much.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(much.headers['retry-after'])).toBeLessThanOrEqual(86_400);
    expect(await tenant(orgId).count(invitations, {})).toBe(0);

    expect((await invite(ada.ask, orgId, strangers(55))).status).toBe(200);
    expect((await invite(ada.ask, orgId, strangers(1))).status).toBe(429);
    expect(await sentIn(orgId)).toBe(55);
    shiftClock(noon + day);
    expect((await invite(ada.ask, orgId, strangers(1))).status).toBe(200);
  });

  it('mails no more when many are invited at once', async () => {
    const ada = await api.newPerson('ada');
    const orgId = await organizationOf(ada);
    const answers = await Promise.all(strangers(70).map((email) => invite(ada.ask, orgId, [email], { replay: false })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(55);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    expect(await sentIn(orgId)).toBe(55);
  });

  it('is one of many: who makes more of them, and keys for them, mails 100 invitations a day in all', async () => {
    const ada = await api.newPerson('ada');
    const [first, second, third] = [await organizationOf(ada), await organizationOf(ada), await organizationOf(ada)];
    expect((await invite(ada.ask, first, strangers(50))).status).toBe(200);
    expect((await invite(await api.serviceKeyOf(second), second, strangers(50))).status).toBe(200);
    for (const ask of [ada.ask, await api.serviceKeyOf(third)]) {
      const refused = await invite(ask, third, strangers(1));
      expect([refused.status, refused.body.code]).toEqual([429, 'mail_quota']);
    }
    const bob = await api.newPerson('bob');
    expect((await invite(bob.ask, await organizationOf(bob), strangers(1))).status).toBe(200);
  });

  it('has the operator beside it, whose invitations count apart', async () => {
    const orgId = await organizationOf(await api.newPerson('ada'));
    expect((await invite(api.operator, orgId, strangers(120))).status).toBe(200);
    expect((await invite(await api.serviceKeyOf(orgId), orgId, strangers(55))).status).toBe(200);
  });
});

describe('[98] one person', () => {
  it('is mailed 5 times a day by all such organizations together, also again; others of the batch go through', async () => {
    const [victim] = strangers(1) as [string];
    const ada = await api.newPerson('ada');
    const orgId = await organizationOf(ada);
    const made = await invite(ada.ask, orgId, [victim]);
    const resend = () =>
      ada.ask('post', `/organizations/${orgId}/invitations/${made.body.results[0].invitationId}/resend`, {});
    for (let n = 0; n < 4; n += 1) expect((await resend()).status).toBe(200);
    const refused = await resend();
    expect([refused.status, refused.body.code]).toEqual([429, 'mail_quota']);

    const bob = await api.newPerson('bob');
    const [other] = strangers(1) as [string];
    const batch = await invite(bob.ask, await organizationOf(bob), [victim, other]);
    expect(batch.body.results).toMatchObject([
      { email: victim, outcome: 'error', code: 'mail_quota', detail: expect.any(String) },
      { email: other, outcome: 'invited', invitationId: expect.any(String) },
    ]);
    // What strangers have sent keeps the organization to which the person belongs from nothing.
    const honest = await invite(api.operator, api.defaultOrgId(), [victim]);
    expect(honest.body.results).toMatchObject([{ outcome: 'invited' }]);
    expect(JSON.stringify(await mongoClient().db().collection('mailCounts').find().toArray())).not.toContain('victim');
  });
});

describe('what is not mailed costs nothing', () => {
  it('neither people who are invited already, nor what is refused', async () => {
    const ada = await api.newPerson('ada');
    const orgId = await organizationOf(ada);
    const list = strangers(30);
    expect((await invite(ada.ask, orgId, list)).status).toBe(200);
    // All of it is asked for first, so no more than there is at most.
    const again = await invite(ada.ask, orgId, list.slice(0, 25));
    expect(again.body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      Array(25).fill('already_member'),
    );
    const unknown = { email: strangers(1)[0], workspaces: [{ workspaceId: 'none', role: 'Workspace Viewer' }] };
    await ada.ask('post', `/organizations/${orgId}/invitations`, { invitations: [unknown] });
    expect((await invite(ada.ask, orgId, strangers(25))).status).toBe(200);
    expect((await invite(ada.ask, orgId, strangers(1))).status).toBe(429);
  });

  it('nor people who are members', async () => {
    const ada = await api.newPerson('ada');
    const orgId = await organizationOf(ada);
    const ask = await api.serviceKeyOf(orgId);
    const token = await ask('post', `/organizations/${orgId}/invitations`, { invitations: [{ email: ada.email }] });
    expect(token.body.results).toMatchObject([{ outcome: 'already_member' }]);
    expect((await invite(ada.ask, orgId, strangers(55))).status).toBe(200);
    expect((await invite(ask, orgId, [ada.email])).body.results).toMatchObject([{ outcome: 'already_member' }]);
  });
});

it('an admin of the default organization invites 500 people at once, and again', { timeout: 60_000 }, async () => {
  const admin = await api.newMemberWith('Organization Admin');
  for (let n = 0; n < 2; n += 1) {
    const { status, body } = await invite(admin.ask, api.defaultOrgId(), strangers(500), { replay: n === 0 });
    expect(status).toBe(200);
    expect(body.results.filter(({ outcome }: { outcome: string }) => outcome === 'invited')).toHaveLength(500);
  }
});
