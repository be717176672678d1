/** Whether the database is there, fit for Usher and complete, and whether its secrets can be read. Changes nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { clientKeys } from '../../domain/model/client-key.ts';
import { connections } from '../../domain/model/connection.ts';
import { deployment } from '../../domain/model/deployment.ts';
import { secretBoxOf } from '../../domain/model/secret-box.ts';
import { signalStreams } from '../../domain/model/signal-stream.ts';
import { webhooks } from '../../domain/model/webhook.ts';
import { runningDatabase } from '../../storage/embedded/running.ts';
import { type Inspection, inspectDatabase } from '../../storage/inspect.ts';
import { type Finding, findingsOf, reasonOf } from './finding.ts';

const { ok, warning, fault } = findingsOf('database');

export async function checkDatabase(config: Config): Promise<Finding[]> {
  const { mongodbUri, dataDir } = config;
  if (mongodbUri === null && !existsSync(join(dataDir, 'mongodb')))
    return [ok(`there is none in ${dataDir} yet: the first start makes it`)];
  const uri = mongodbUri ?? runningDatabase(dataDir);
  if (uri === null)
    return [
      warning(`the embedded one in ${dataDir} is not running, so it was not looked at: start Usher, and ask again`),
    ];
  // All collections are declared by what the server loads.
  await import('../../start.ts');
  try {
    return await inspectDatabase(uri, async (inspection) => [
      ...fitness(inspection),
      ...completeness(inspection),
      ...(await checkSecrets(inspection, config)),
    ]);
  } catch (error) {
    const where = mongodbUri === null ? 'the embedded one' : 'the one that MONGODB_URI names';
    return [fault(`${where} cannot be used (${reasonOf(error)}): check its address, the user and the network`)];
  }
}

function fitness({ version, hasTransactions, denied }: Inspection): Finding[] {
  const forbidden = denied.filter((action) => action !== 'collMod');
  return [
    hasTransactions
      ? ok(`MongoDB ${version} answers, with transactions`)
      : fault(`MongoDB ${version} is no replica set, which transactions need: start mongod with --replSet`),
    ...(forbidden.length > 0 ? [fault(`its user may not ${forbidden.join(', ')}: grant the role readWrite`)] : []),
    ...(denied.includes('collMod')
      ? [warning('its user may not collMod, so validators are not set: grant dbAdmin')]
      : []),
  ];
}

function completeness({ collections, missingIndexes, missingValidators }: Inspection): Finding[] {
  if (collections === 0) return [ok('it is empty: the first start makes collections, indexes and validators')];
  const start = 'start Usher, which makes them';
  return [
    missingIndexes.length === 0
      ? ok('all indexes are there')
      : fault(`indexes are missing (${some(missingIndexes)}): ${start}`),
    missingValidators.length === 0
      ? ok('all validators are there')
      : warning(`validators are missing or of another version (${some(missingValidators)}): ${start}`),
  ];
}

function some(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
}

async function checkSecrets({ sample }: Inspection, { encryptionKey }: Config): Promise<Finding[]> {
  const say = findingsOf('stored secrets');
  const [one] = await sample(deployment);
  const secret = encryptionKey ?? one?.secret;
  if (secret === undefined) return [say.ok('none are stored yet')];
  const { open } = secretBoxOf(secret);
  const stored: readonly (readonly [what: string, sealed: readonly (string | null)[]])[] = [
    ['client secrets of connections', (await sample(connections)).map(({ clientSecret }) => clientSecret)],
    ['keys with which Usher signs', (await sample(clientKeys)).map(({ privateJwk }) => privateJwk)],
    ['secrets of webhooks', (await sample(webhooks)).map((webhook) => webhook.secret)],
    ['secrets of signal streams', (await sample(signalStreams)).map(({ pushSecret }) => pushSecret)],
  ];
  const unreadable = stored.filter(([, sealed]) => !sealed.every((text) => !text || opens(open, text)));
  if (unreadable.length === 0) return [say.ok(encryptionKey === null ? 'all open' : 'all open with ENCRYPTION_KEY')];
  const what = unreadable.map(([kind]) => kind).join(', ');
  const todo = 'set the ENCRYPTION_KEY with which they were stored, or enter them again';
  return [say.fault(`${what} do not open: ${todo}`)];
}

function opens(open: (sealed: string) => string, sealed: string): boolean {
  try {
    open(sealed);
    return true;
  } catch {
    return false;
  }
}
