import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/domain/errors.ts';
import { bootstrap } from '../../../src/domain/organizations/bootstrap.ts';
import { BodyFault } from '../../../src/http/body-fault.ts';
import { scimErrorOf } from '../../../src/scim/errors.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';
import { connect, disconnect } from '../../../src/storage/connection.ts';
import { startEmbedded } from '../../../src/storage/embedded/start.ts';
import { bootstrapSettings } from '../../support/domain.ts';
import { clientOf, created, newToken, userBody } from '../../support/scim-door.ts';

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

describe('the database', () => {
  it('that is gone makes 503 with Retry-After, never 401 or 404', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'usher-scim-'));
    const database = await startEmbedded({ dataDir, report: () => {} });
    try {
      await connect(database.uri);
      const { deployment } = await bootstrap(bootstrapSettings);
      const scim = clientOf(await newToken(deployment.defaultOrgId));
      const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
      await database.stop();
      for (const answer of await Promise.all([
        scim.get(`/Users/${id}`),
        scim.get('/Users'),
        scim.post('/Users', userBody('eve@acme.test')),
        scim.delete(`/Users/${id}`),
      ])) {
        expect(answer.status).toBe(503);
        expect(answer.headers['retry-after']).toMatch(/^\d+$/);
        expect(answer.body).toMatchObject({ status: '503', detail: expect.stringContaining('database') });
      }
    } finally {
      await disconnect();
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 60_000);
});
