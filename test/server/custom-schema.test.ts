import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { ownDatabase } from '../support/mongod.ts';
import { beginUsher, emptyFolder, runUsher } from '../support/usher.ts';

const { uri, name } = ownDatabase();
const PLANT = 'urn:example:params:scim:schemas:extension:plant:1.0:User';

const schemaFolder = (uniqueness: string) => {
  const folder = emptyFolder();
  const attributes = [
    { name: 'badge', type: 'string', multiValued: false, uniqueness },
    { name: 'floor', type: 'integer', multiValued: false },
  ];
  writeFileSync(join(folder, 'plant.json'), JSON.stringify({ id: PLANT, name: 'Plant', attributes }));
  return folder;
};

it("an operator's schema file works without code: stored, found, patched, discovered, unique where it says so", async () => {
  const env = { MONGODB_URI: uri, SCIM_SCHEMAS_DIR: schemaFolder('server') };
  const { scim, stop } = await runUsher({ env });
  const post = (userName: string, badge: string) =>
    scim('POST', '/Users', { schemas: [PLANT], userName, [PLANT]: { badge, floor: 3 } });
  const ada = await post('ada@acme.test', 'B-1');
  expect(ada.body[PLANT]).toEqual({ badge: 'B-1', floor: 3 });
  const twin = await post('bob@acme.test', 'b-1');
  expect([twin.status, twin.body.scimType]).toEqual([409, 'uniqueness']);
  expect(twin.body.detail).toContain(`${PLANT}.badge`);
  expect((await post('bob@acme.test', 'B-2')).status).toBe(201);
  expect((await scim('POST', '/Users', { userName: 'without@acme.test' })).status).toBe(201);
  expect((await scim('POST', '/Users', { userName: 'without-too@acme.test' })).status).toBe(201);

  const found = await scim('GET', `/Users?filter=${encodeURIComponent(`${PLANT}:badge eq "B-1"`)}`);
  expect(found.body.Resources.map(({ id }) => id)).toEqual([ada.body.id]);
  const patch = { Operations: [{ op: 'replace', path: `${PLANT}:floor`, value: 4 }] };
  expect((await scim('PATCH', `/Users/${ada.body.id}`, patch)).body[PLANT]).toEqual({ badge: 'B-1', floor: 4 });
  expect((await scim('GET', `/Schemas/${PLANT}`)).body.id).toBe(PLANT);

  const client = await new mongoose.mongo.MongoClient(uri).connect();
  const orgId = (await client.db(name).collection('members').findOne({}))?.orgId;
  const badge = 'search.urn:example:params:scim:schemas:extension:plant:1%2E0:User.badge';
  const plan = await client
    .db(name)
    .collection('members')
    .find({ orgId, [badge]: 'b-1' })
    .explain('queryPlanner');
  await client.close();
  expect(JSON.stringify(plan)).toContain('IXSCAN');
  expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
  await stop();
});

it('does not start over a malformed file, and says which and where', async () => {
  const folder = schemaFolder('often');
  const { ended, output } = await beginUsher({ env: { MONGODB_URI: uri, SCIM_SCHEMAS_DIR: folder } });
  expect(await ended).toBe(1);
  expect(output()).toContain(`${join(folder, 'plant.json')}: /attributes/0/uniqueness: `);
});

it('does not start over values that are not unique, and says which', async () => {
  const { scim, stop } = await runUsher({ env: { MONGODB_URI: uri, SCIM_SCHEMAS_DIR: schemaFolder('none') } });
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  for (const { name: index } of await client.db(name).collection('members').indexes())
    if (index?.includes('badge')) await client.db(name).collection('members').dropIndex(index);
  await client.close();
  for (const userName of ['x@acme.test', 'y@acme.test'])
    expect((await scim('POST', '/Users', { userName, [PLANT]: { badge: 'same' } })).status).toBe(201);
  await stop();
  const second = await beginUsher({ env: { MONGODB_URI: uri, SCIM_SCHEMAS_DIR: schemaFolder('server') } });
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/two records in members have the same value.*badge/s);
});
