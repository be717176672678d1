import { describe, expect, it } from 'vitest';
import { readPasted } from '../../src/console/features/sso/pasted-claims.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = part({ alg: 'RS256' });
const claims = { sub: 'ada', name: 'Ådá Łovelace ✓', groups: ['a/b', '>>>???'] };

describe('claims as people paste them', () => {
  it.each([
    ['JSON', JSON.stringify(claims, null, 2)],
    ['a token', `${header}.${part(claims)}.c2lnbmF0dXJl`],
    ['a token without a signature', `${header}.${part(claims)}.`],
    ['a header of a request', `Bearer ${header}.${part(claims)}.c2lnbmF0dXJl\n`],
  ])('as %s', (_, text) => {
    expect(readPasted(text)).toEqual({ claims });
  });

  it.each([
    ['nothing', '  ', 'Paste the claims first.'],
    ['half of an object', '{"sub": "ada"', 'This is no JSON.'],
    ['a list', '[]', 'Claims are an object'],
    ['null', 'null', 'Claims are an object'],
    ['a text', '"ada"', 'Claims are an object'],
    ['an encrypted token', 'a.b.c.d.e', 'This token is encrypted.'],
    ['a token that was cut', `${header}.${part(claims).slice(0, 20)}.`, 'has no claims that can be read'],
    ['something with two dots', 'www.acme.example', 'has no claims that can be read'],
  ])('not as %s', (_, text, fault) => {
    expect(readPasted(text)).toEqual({ fault: expect.stringContaining(fault) });
  });
});
