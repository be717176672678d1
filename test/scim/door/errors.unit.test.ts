import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/domain/kernel/domain-error.ts';
import { BodyFault } from '../../../src/http/body-fault.ts';
import { scimErrorOf } from '../../../src/scim/answer-errors.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';

describe('what was thrown', () => {
  it.each([
    [new DomainError('not_found', 'x', 'Gone.'), 404, null],
    [new DomainError('conflict', 'uniqueness', 'Taken.'), 409, 'uniqueness'],
    [new DomainError('conflict', 'last_admin', 'The last one.'), 409, null],
    [new DomainError('invalid', 'unknown_member', 'Who?'), 400, 'invalidValue'],
    [new DomainError('stale', 'x', 'Changed.'), 412, null],
    [new DomainError('forbidden', 'x', 'No.'), 403, null],
    [new DomainError('unavailable', 'x', 'Later.'), 503, null],
    [new ScimError(400, 'noTarget', 'Nothing there.'), 400, 'noTarget'],
    [new BodyFault('too-large', 'Too much.'), 413, null],
    [new BodyFault('unsupported-type', 'What?'), 415, null],
    [new BodyFault('duplicate-key', 'Twice.'), 400, 'invalidSyntax'],
  ])('%s has its SCIM answer, in its own words', (thrown, status, scimType) => {
    expect(scimErrorOf(thrown, 'r1')).toMatchObject({ status, scimType, detail: thrown.message });
  });

  it('and was foreseen by nobody is a 500 that tells the request id and nothing else', () => {
    const error = scimErrorOf(new Error('secret internals'), 'request-1');
    expect(error).toMatchObject({ status: 500, scimType: null });
    expect(error.detail).toContain('request-1');
    expect(error.detail).not.toContain('secret');
  });
});
