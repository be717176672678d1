import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../src/domain/administration/organizations/bootstrap.ts';
import { connect, disconnect } from '../../../src/storage/connection.ts';
import { startEmbedded } from '../../../src/storage/embedded/start.ts';
import { bootstrapSettings } from '../../support/domain.ts';
import { clientOf, created, newToken, userBody } from '../../support/scim-door.ts';

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
