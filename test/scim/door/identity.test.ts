/** What a directory writes about people never changes who signs in as whom: cases 17 and 36. */
import { expect, it } from 'vitest';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { identities } from '../../../src/domain/model/account.ts';
import { members } from '../../../src/domain/model/member.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { claimsOf, context, policy, testDeployment } from '../../support/domain.ts';
import { clientOf, created, newToken, patchOp, userBody } from '../../support/scim-door.ts';

const deployment = testDeployment();

const mail = (value: string) => ({ emails: [{ value, type: 'work', primary: true }] });

async function accountOf(claims: Parameters<typeof signIn>[1]): Promise<string> {
  const outcome = await signIn(context, claims, policy);
  if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
  return outcome.accountId;
}

it.each(['PATCH', 'PUT'] as const)(
  "[17] a %s of an email to a victim's leaves both identities as they were",
  async (method) => {
    const [victimMail, eveMail] = [`victim-${method}@acme.test`, `eve-${method}@acme.test`];
    const scim = clientOf(await newToken(deployment.defaultOrgId()));
    const victim = await created(scim.post('/Users', userBody(victimMail, mail(victimMail))));
    const eve = await created(scim.post('/Users', userBody(eveMail, mail(eveMail))));
    const [victimsAccount, evesAccount] = [await accountOf(claimsOf(victimMail)), await accountOf(claimsOf(eveMail))];
    const linked = async () => ({
      identities: await system('sign-in').find(identities, {}, { sort: { _id: 1 }, projection: { lastSignInAt: 0 } }),
      accounts: (await tenant(deployment.defaultOrgId()).find(members, {}, { sort: { _id: 1 } })).map(
        ({ _id, accountId }) => [_id, accountId],
      ),
    });
    const before = await linked();

    const answer =
      method === 'PUT'
        ? await scim.put(`/Users/${eve.id}`, userBody(eveMail, mail(victimMail)))
        : await scim.patch(`/Users/${eve.id}`, patchOp({ op: 'replace', value: mail(victimMail) }));
    expect(answer.status).toBe(200);

    expect(await linked()).toEqual(before);
    expect(await accountOf(claimsOf(victimMail))).toBe(victimsAccount);
    expect(await accountOf(claimsOf(eveMail))).toBe(evesAccount);
    // Nor with the victim's address in her own claims.
    expect(await accountOf(claimsOf(victimMail, { subject: `sub-${eveMail}` }))).toBe(evesAccount);
    expect((await scim.get(`/Users/${victim.id}`)).body).toMatchObject(mail(victimMail));
    expect(await linked()).toEqual(before);
  },
);

it('[36] a look-alike in another script signs in as nobody else', async () => {
  const orgId = deployment.defaultOrgId();
  const scim = clientOf(await newToken(orgId));
  const latin = await created(scim.post('/Users', userBody('paula@acme.test', mail('paula@acme.test'))));
  const lookAlike = 'p\u0430ula@acme.test';
  const account = await accountOf(claimsOf(lookAlike));
  expect(await tenant(orgId).findOne(members, { _id: latin.id })).toMatchObject({ accountId: null });
  const own = await tenant(orgId).findOne(members, { accountId: account });
  expect(own?._id).not.toBe(latin.id);
  expect(own?.userName).toBe(lookAlike);
  expect(await accountOf(claimsOf('PAULA@acme.test'))).not.toBe(account);
});
