/** Invitations by mail, against a real SMTP server. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { resendInvitation, revokeInvitation } from '../../../../src/domain/entry/invitations/change-invitation.ts';
import { type InviteOrder, invitePeople } from '../../../../src/domain/entry/invitations/invite.ts';
import { mailSender } from '../../../../src/domain/entry/invitations/send-mail.ts';
import { invitationLetter } from '../../../../src/domain/entry/mail/letter.ts';
import { mails } from '../../../../src/domain/entry/mail/outbox.ts';
import { type Mailer, openMailer } from '../../../../src/domain/entry/mail/smtp.ts';
import { shiftClock } from '../../../../src/domain/kernel/clock.ts';
import type { Worker } from '../../../../src/domain/kernel/workers.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { context, invitationSettings, newOrganization, testDeployment } from '../../../support/domain.ts';
import { type MailServer, startMailServer } from '../../../support/smtp-server.ts';
import { accept, inviteOne } from './people.ts';

testDeployment();

const minute = 60_000;
const settings = { ...invitationSettings, publicUrl: 'https://usher.acme.test', mail: {} };
let server: MailServer;
let mailer: Mailer;
let worker: Worker;
let counter = 0;
const newEmail = () => `m${++counter}@acme.test`;
const invite = (orgId: string, email: string, workspaces: InviteOrder['workspaces'] = []) =>
  inviteOne(orgId, email, workspaces, undefined, settings);

beforeAll(async () => {
  server = await startMailServer();
  mailer = openMailer({ smtpUrl: server.url, from: 'Usher <usher@acme.test>' });
  worker = mailSender(mailer, settings);
});
beforeEach(() => {
  server.mails.length = 0;
  server.refusal = null;
});
afterEach(() => shiftClock(0));
afterAll(async () => {
  mailer.close();
  await server.stop();
});

/** Sends all that is due. */
async function sendAll(): Promise<void> {
  while (await worker.run()) if (server.mails.length > 1_000) throw new Error('it does not end');
}

const linkIn = (text: string | undefined) => /https:\/\/usher\.acme\.test\/invitations\/([\w-]+)/.exec(text ?? '')?.[1];
const eventsOf = async (orgId: string) =>
  (await tenant(orgId).find(events, { type: /^invitation\./ }, { sort: { _id: 1 } })).map(({ type }) => type);

describe('an invitation by mail', () => {
  it('reaches the person as text and HTML, with a link that is accepted; who invites does not get it', async () => {
    const { orgId, workspaceId } = await newOrganization('Acme & Söhne');
    const email = newEmail();
    const result = await invite(orgId, email, [{ workspaceId, role: 'Workspace Viewer' }]);
    expect(result.link).toBeUndefined();
    await sendAll();
    expect(server.mails).toHaveLength(1);
    const [{ mail, to, raw } = { mail: null, to: [], raw: '' }] = server.mails;
    expect([to, mail?.subject, mail?.from?.text]).toEqual([
      [email],
      'Invitation to Acme & Söhne',
      '"Usher" <usher@acme.test>',
    ]);
    expect(raw).toMatch(/^Content-Type: multipart\/alternative/im);
    expect(mail?.text).toContain('join Acme & Söhne');
    expect(mail?.text).toContain('Workspace 1');
    expect(mail?.html).toContain('Acme &amp; Söhne');
    const secret = linkIn(mail?.text) ?? '';
    expect(linkIn(String(mail?.html))).toBe(secret);
    expect(await accept(email, secret)).toMatchObject({ orgId });
    expect(await eventsOf(orgId)).toEqual(['invitation.created', 'invitation.mailed', 'invitation.accepted']);
    expect(await tenant(orgId).count(mails, {})).toBe(0);
  });

  it('keeps the secret of the link nowhere in the clear', async () => {
    const { orgId } = await newOrganization();
    await invite(orgId, newEmail());
    const stored = JSON.stringify([await tenant(orgId).find(mails, {}), await tenant(orgId).find(events, {})]);
    await sendAll();
    expect(stored).toContain('sealedSecret');
    expect(stored).not.toContain(linkIn(server.mails[0]?.mail.text) ?? 'no link');
  });

  it('is sent once, however many nodes send', async () => {
    const { orgId } = await newOrganization();
    const list = Array.from({ length: 6 }, () => ({ email: newEmail(), workspaces: [] }));
    await invitePeople(context, fullAuthority, orgId, { scope: 'organization', people: list }, settings);
    await Promise.all([sendAll(), sendAll(), sendAll()]);
    expect(server.mails.flatMap(({ to }) => to).sort()).toEqual(list.map(({ email }) => email).sort());
  });

  it('is tried again later and later while the server refuses for now', async () => {
    const { orgId } = await newOrganization();
    await invite(orgId, newEmail());
    server.refusal = { code: 451, text: 'try later' };
    await sendAll();
    expect(await tenant(orgId).find(mails, {})).toMatchObject([{ attempts: 1 }]);
    server.refusal = null;
    await sendAll();
    expect(server.mails).toHaveLength(0);
    shiftClock(minute);
    await sendAll();
    expect(server.mails).toHaveLength(1);
    expect(await eventsOf(orgId)).toEqual(['invitation.created', 'invitation.mailed']);
  });

  it('is given up with an event, at once where the server knows no such person', async () => {
    const { orgId } = await newOrganization();
    const email = newEmail();
    await invite(orgId, email);
    server.refusal = { code: 550, text: 'no such user' };
    await sendAll();
    expect(await tenant(orgId).find(events, { type: 'invitation.mail_failed' })).toMatchObject([
      { after: { to: email, attempts: 1, reason: expect.stringContaining('no such user') } },
    ]);
    expect(await tenant(orgId).count(mails, {})).toBe(0);
  });

  it('is given up after twelve attempts when the server cannot be reached', async () => {
    const { orgId } = await newOrganization();
    await invite(orgId, newEmail());
    const nowhere = mailSender(openMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'usher@acme.test' }), settings);
    let tries = 0;
    for (let at = 0; (await tenant(orgId).count(mails, {})) > 0; at += 4 * 60 * minute) {
      shiftClock(at);
      await nowhere.run();
      tries += 1;
    }
    expect(tries).toBe(12);
    expect(await eventsOf(orgId)).toEqual(['invitation.created', 'invitation.mail_failed']);
  });

  it('goes on after a process died over it', async () => {
    const { orgId } = await newOrganization();
    await invite(orgId, newEmail());
    const dead: Mailer = { send: () => new Promise(() => {}), close: () => {} };
    void mailSender(dead, settings).run();
    while ((await tenant(orgId).findOne(mails, {}))?.attempts !== 1) await new Promise(setImmediate);
    await sendAll();
    expect(server.mails).toHaveLength(0);
    shiftClock(2 * minute);
    await sendAll();
    expect(server.mails).toHaveLength(1);
  });

  it('is not sent after a revocation, and sent again with the new link only', async () => {
    const { orgId } = await newOrganization();
    const [gone, again] = [await invite(orgId, newEmail()), newEmail()];
    const { id } = await invite(orgId, again);
    await revokeInvitation(context, fullAuthority, orgId, gone.id);
    expect(await resendInvitation(context, fullAuthority, orgId, id, settings)).toBeNull();
    await sendAll();
    expect(server.mails.flatMap(({ to }) => to)).toEqual([again]);
    expect(await accept(again, linkIn(server.mails[0]?.mail.text) ?? '')).toMatchObject({ orgId });
  });

  it('cannot be bent by names: no further header, no markup, no second recipient', async () => {
    const { orgId, workspaceId } = await newOrganization('Acme\r\nBcc: victim <script>alert(1)</script>');
    const email = newEmail();
    const actor = { type: 'deployment-key' as const, id: 'x' };
    const order = { email, workspaces: [{ workspaceId, role: 'Workspace Viewer' }] };
    await invitePeople(
      { actor, requestId: null },
      fullAuthority,
      orgId,
      { scope: 'organization', people: [order] },
      settings,
    );
    await sendAll();
    const [{ mail, to } = { mail: null, to: [] }] = server.mails;
    expect(to).toEqual([email]);
    expect(mail?.headers.has('bcc')).toBe(false);
    expect(mail?.subject).toBe('Invitation to Acme Bcc: victim <script>alert(1)</script>');
    expect(String(mail?.html)).not.toContain('<script>');
  });
});

describe('the letter', () => {
  const facts = {
    organizationName: 'Acme',
    inviterName: null,
    workspaceNames: [],
    link: 'https://a.test/i/x',
    expiresAt: null,
  };

  it('names who invites, on one line and not endlessly', () => {
    const letter = invitationLetter({ ...facts, inviterName: `<b>Eve</b>\u202E\n${'x'.repeat(500)}` });
    expect(letter.text.split('\n')[0]).toMatch(/^<b>Eve<\/b> x+… invites you to join Acme\.$/);
    expect(letter.html).toContain('&lt;b&gt;Eve&lt;/b&gt;');
    expect(letter.html).not.toContain('<b>Eve');
  });

  it.each([
    'Your account is locked https://evil.test/login',
    'Win at evil.test',
    'WWW.Evil',
    'pay 203.0.113.7 now',
    'evil。test',
    'evil．test',
    'call mallory@evil.test',
    'javascript://x',
  ])('[98] repeats nothing of a name that a mail program could make a link of: %s', (name) => {
    const names = { organizationName: name, inviterName: name, workspaceNames: ['Research', name] };
    const { subject, text, html } = invitationLetter({ ...facts, ...names });
    expect(subject).toBe('Invitation to an organization');
    expect(text.split('\n')[0]).toBe('You are invited to join an organization.');
    expect(text).toContain('You will work in Research.');
    for (const part of [text, html]) expect(part.toLowerCase()).not.toMatch(/evil|pay|javascript/);
  });

  it.each([
    ['Acme\r\nBcc: x\u2028\u0085y', 'Acme Bcc: x y'],
    ['\u202Eemca\u0000', 'emca'],
    ['Acme Inc.', 'Acme Inc.'],
    ['S.A. Müller & Söhne, No. 5', 'S.A. Müller & Söhne, No. 5'],
    ['Women@Work', 'Women@Work'],
    ['\u200B\n', 'an organization'],
    ['😀'.repeat(100), `${'😀'.repeat(80)}…`],
  ])('[98] has a subject of one line, bounded: %j', (organizationName, shown) => {
    expect(invitationLetter({ ...facts, organizationName }).subject).toBe(`Invitation to ${shown}`);
  });

  it('says when the invitation ends, where it does', () => {
    expect(invitationLetter(facts).text).not.toContain('ends on');
    const expiresAt = new Date('2031-05-15T12:00:00Z');
    expect(invitationLetter({ ...facts, expiresAt }).text).toContain('Thu, 15 May 2031 12:00:00 GMT');
  });
});
