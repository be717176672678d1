/** ENCRYPTION_KEY from start to start: remembered, refused when it is another one, replaced, lost. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  encryptAnew,
  encryptionWorker,
  openSecrets,
} from '../../../../src/domain/administration/keys/encryption-key.ts';
import { giveUpUnreadable } from '../../../../src/domain/administration/keys/lost-key.ts';
import { places, sealedAt } from '../../../../src/domain/administration/keys/stored-secrets.ts';
import { deployment, deploymentId, getDeployment } from '../../../../src/domain/model/deployment.ts';
import { type SecretBox, secretBoxOf } from '../../../../src/domain/model/secret-box.ts';
import { modelOf, newId } from '../../../../src/storage/collection.ts';
import { testDeployment } from '../../../support/domain.ts';

testDeployment();

const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string];
const keys = (encryptionKey: string | null, previousEncryptionKey: string | null = null) => ({
  encryptionKey,
  previousEncryptionKey,
});
const refused = expect.objectContaining({ reason: 'another_encryption_key' });

beforeEach(async () => {
  await modelOf(deployment).updateOne({ _id: deploymentId }, { $unset: { encryptionKey: 1 } });
  for (const { collection } of places) await modelOf(collection).deleteMany({});
});

/** One secret in each place, sealed by this box; rows as an operation would have written them are not needed here. */
async function storeOneEach(box: SecretBox): Promise<void> {
  for (const { collection, field } of places) {
    const row = { orgId: 'org', [field]: box.seal(`${collection.name} ${field}`) };
    const target = modelOf(collection).collection;
    await target.updateOne({ orgId: 'org' }, { $set: row, $setOnInsert: { _id: newId() } as never }, {
      upsert: true,
      bypassDocumentValidation: true,
    } as never);
  }
}

/** What opens with this box and nothing else, by its place. */
async function opened({ open }: SecretBox): Promise<string[]> {
  const texts: string[] = [];
  for (const place of places)
    for await (const { sealed } of sealedAt(place)) {
      try {
        texts.push(open(sealed));
      } catch {}
    }
  return texts;
}
const everything = places.map(({ collection, field }) => `${collection.name} ${field}`);

describe('the key of a deployment', () => {
  it('is remembered at the first start, without the key itself', async () => {
    await openSecrets(keys(first));
    const stored = await getDeployment();
    expect(stored.encryptionKey).toMatch(/^[\w-]{22}$/);
    expect(JSON.stringify(stored)).not.toContain(first);
    await openSecrets(keys(first));
    expect(await getDeployment()).toEqual(stored);
  });

  it('may not become another one, or none, or come back to none; what to do is said, and nothing has changed', async () => {
    await openSecrets(keys(first));
    for (const others of [keys(second), keys(null), keys(second, third)]) {
      await expect(openSecrets(others)).rejects.toEqual(refused);
      await expect(openSecrets(others)).rejects.toThrow(/ENCRYPTION_KEY_PREVIOUS/);
    }
    await openSecrets(keys(first));
  });

  it('may be set where none was: what the secret of the deployment has encrypted is encrypted anew', async () => {
    const { secretBox: before } = await openSecrets(keys(null));
    await storeOneEach(before);
    const { secretBox, hasEarlier } = await openSecrets(keys(first));
    expect(hasEarlier).toBe(true);
    expect(await opened(secretBox)).toEqual(everything);
    expect(await encryptAnew(keys(first))).toBe(places.length);
    expect(await opened(secretBoxOf(first))).toEqual(everything);
  });

  it('of data from a release that did not remember is the one with which something opens', async () => {
    await storeOneEach(secretBoxOf(first));
    await expect(openSecrets(keys(second))).rejects.toEqual(refused);
    await expect(openSecrets(keys(null))).rejects.toEqual(refused);
    await openSecrets(keys(first));
    await expect(openSecrets(keys(second))).rejects.toEqual(refused);
  });
});

describe('a second key', () => {
  it('is what everything is encrypted with in the end, while the one before is read', async () => {
    const { secretBox: before } = await openSecrets(keys(first));
    await storeOneEach(before);
    const { secretBox } = await openSecrets(keys(second, first));
    expect(await opened(secretBox)).toEqual(everything);
    expect(await opened(secretBoxOf(second))).toEqual([]);
    // From two processes at once, and once more.
    const counts = await Promise.all([encryptAnew(keys(second, first)), encryptAnew(keys(second, first))]);
    expect(counts[0] + counts[1]).toBe(places.length);
    expect(await encryptAnew(keys(second, first))).toBe(0);
    expect(await opened(secretBoxOf(second))).toEqual(everything);
    await openSecrets(keys(second));
    await expect(openSecrets(keys(first))).rejects.toEqual(refused);
  });

  it('may be told to all processes first, as one that is read, and then become the one that encrypts', async () => {
    await openSecrets(keys(first));
    const { secretBox: early } = await openSecrets(keys(first, second));
    const { secretBox: late } = await openSecrets(keys(second, first));
    expect(early.open(late.seal('new'))).toBe('new');
    expect(late.open(early.seal('old'))).toBe('old');
    await openSecrets(keys(second));
  });

  it('says when the one before may go, and again what came later from a process that had not heard of it', async () => {
    await storeOneEach((await openSecrets(keys(first))).secretBox);
    const told: string[] = [];
    const { run } = encryptionWorker(keys(second, first), (line) => told.push(line));
    await run();
    await run();
    expect(told).toEqual([expect.stringMatching(/^7 stored secrets .* ENCRYPTION_KEY_PREVIOUS may go\.$/)]);
    await storeOneEach(secretBoxOf(first));
    await run();
    expect(told).toHaveLength(2);
  });
});

it('a lost key is given up: what can be made anew is, what only people have is named, and the next start goes on', async () => {
  await openSecrets(keys(first));
  await storeOneEach(secretBoxOf(first));
  const lost = await giveUpUnreadable(keys(second));
  expect(lost.map(({ what, count }) => [what, count])).toEqual(places.map(({ what }) => [what, 1]));
  expect(lost.every(({ todo }) => todo.length > 10)).toBe(true);
  const { secretBox } = await openSecrets(keys(second));
  expect(await opened(secretBox)).toEqual([expect.stringMatching(/^whsec_/)]);
  expect(await giveUpUnreadable(keys(second))).not.toContainEqual(
    expect.objectContaining({ what: 'secrets of webhooks' }),
  );
});
