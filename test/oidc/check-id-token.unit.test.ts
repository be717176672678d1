import { describe, expect, it } from 'vitest';
import { checkIdToken, saysAll, verifiedClaims } from '../../src/oidc/check-id-token.ts';
import { type Connection, deploymentConnection } from '../../src/oidc/provider.ts';

const connection: Connection = deploymentConnection({
  issuer: 'https://idp.test',
  clientId: 'usher',
  clientSecret: 'secret',
  scopes: 'openid email profile',
  trustEmail: false,
  trustUserName: false,
  allowMissingEmail: false,
  acrValues: [],
  maxAgeSeconds: null,
});
const trusting = { ...connection, trustEmail: true };
const token = { iss: 'https://idp.test', sub: 'ada', email: 'ada@acme.test' };

describe('the trust in an email', () => {
  it.each([
    ['true', true, { email_verified: true }],
    ['false', false, { email_verified: false }],
    ['absent', false, {}],
    ['the text "true"', false, { email_verified: 'true' }],
    ['1', false, { email_verified: 1 }],
    ['null', false, { email_verified: null }],
  ])('[58] email_verified %s: %s', (_what, emailTrusted, claims) => {
    expect(verifiedClaims(connection, {}, { ...token, ...claims }).emailTrusted).toBe(emailTrusted);
  });

  it.each([
    ['absent', true, {}],
    ['true', true, { email_verified: true }],
    ['false', false, { email_verified: false }],
    ['the text "true"', false, { email_verified: 'true' }],
  ])('[58] with OAUTH_TRUST_EMAIL, email_verified %s: %s', (_what, emailTrusted, claims) => {
    expect(verifiedClaims(trusting, {}, { ...token, ...claims }).emailTrusted).toBe(emailTrusted);
  });

  it('[58] is never taken from one source for the email of the other', () => {
    const { email: _, ...withoutEmail } = token;
    const claims = verifiedClaims(
      connection,
      {},
      { ...withoutEmail, email_verified: true },
      { email: 'eve@acme.test' },
    );
    expect(claims).toMatchObject({ email: 'eve@acme.test', emailTrusted: false });
  });

  it.each([['no-at-sign'], ['two@at@signs'], ['line@break\n.test'], [''], [7], [`${'a'.repeat(300)}@acme.test`]])(
    'what is no email address (%j) counts as none',
    (email) => {
      expect(verifiedClaims(trusting, {}, { ...token, email })).toMatchObject({ email: null, emailTrusted: false });
    },
  );
});

describe('the subject', () => {
  const overrides = { 'https://login.test/': 'oid', 'https://login.test/special/': 'employee' };
  it.each([
    ['https://idp.test', 'ada'],
    ['https://login.test/tenant/v2.0', 'the oid'],
    ['https://login.test/special/v2.0', 'the number'],
  ])('at %s is %s', (iss, subject) => {
    const claims = { ...token, iss, oid: 'the oid', employee: 'the number' };
    expect(verifiedClaims(connection, overrides, claims).subject).toBe(subject);
  });

  it.each([[undefined], [''], [' '], [7], ['x'.repeat(256)]])('[57] is refused when the claim is %j', (oid) => {
    const claims = { ...token, iss: 'https://login.test/tenant', oid };
    expect(() => verifiedClaims(connection, overrides, claims)).toThrow(/"oid"/);
  });
});

describe('the groups', () => {
  const reading: Connection = { ...connection, readsGroups: true };
  const groups = (claims: object, userinfo: object = {}) =>
    verifiedClaims(reading, {}, { ...token, ...claims }, { ...userinfo }).groups;

  it.each([
    ['a list', { groups: ['A', 'B', 'A'] }, ['A', 'B']],
    ['one name', { groups: 'A' }, ['A']],
    ['an empty list', { groups: [] }, []],
    ['no claim', {}, null],
    ['no more groups than the list', { groups: ['A'], hasgroups: false }, ['A']],
    ['a list beside a mark that is about nothing', { groups: ['A'], hasgroups: true }, ['A']],
  ])('in %s are read', (_, claims, expected) => {
    expect(groups(claims)).toEqual(expected);
  });

  it.each([
    ['Entra ID, which says that there are more', { hasgroups: true }],
    ['Entra ID, in text', { hasgroups: 'true' }],
    ['Entra ID, beside an empty list', { hasgroups: true, groups: [] }],
    ['a reference to another source', { _claim_names: { groups: 'src1' } }],
  ])('that were left out by %s are unknown, and not none', (_, claims) => {
    for (const read of [
      () => groups(claims),
      () => groups({}, claims),
      () => saysAll(reading, { ...token, ...claims }),
    ])
      expect(read).toThrow(/"groups" is too long.*assigned to Usher/);
  });

  it('are not asked for where the connection reads none, or another claim', () => {
    expect(verifiedClaims(connection, {}, { ...token, hasgroups: true }).groups).toBeNull();
    const other = { ...reading, claims: { ...reading.claims, groups: 'roles' } };
    expect(verifiedClaims(other, {}, { ...token, hasgroups: true }).groups).toBeNull();
  });
});

describe('the time of issue', () => {
  const claims = { ...token, aud: 'usher' };
  it.each([
    [0, true],
    [29, true],
    [31, false],
    [3_600, false],
  ])('[54] %i s in the future: accepted %s', (ahead, accepted) => {
    const check = () => checkIdToken({ ...claims, iat: 1_000_000 + ahead }, 'usher', 1_000_000_000);
    if (accepted) expect(check).not.toThrow();
    else expect(check).toThrow(/"iat"/);
  });
});
