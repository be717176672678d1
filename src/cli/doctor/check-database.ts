/** Whether the database is there, fit for Usher and complete, and whether its secrets can be read. Changes nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { boxOf, markOf } from '../../domain/administration/keys/encryption-key.ts';
import { opens, places, sealedIn } from '../../domain/administration/keys/stored-secrets.ts';
import { deployment } from '../../domain/model/deployment.ts';
import { secretBoxOf } from '../../domain/model/secret-box.ts';
import { schemaVersion } from '../../storage/data-version.ts';
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
      ...(await age(inspection)),
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

async function age({ all, newerData }: Inspection): Promise<Finding[]> {
  const [{ schemaVersion: stored } = { schemaVersion }] = await all(deployment);
  if (newerData !== null) return [fault(newerData)];
  if (stored >= schemaVersion) return [];
  return [
    warning(
      `its data is of an earlier Usher (data version ${stored}): the first start of this one brings it to ${schemaVersion}, so make a backup before`,
    ),
  ];
}

function some(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
}

async function checkSecrets({ all }: Inspection, config: Config): Promise<Finding[]> {
  const say = findingsOf('stored secrets');
  const { encryptionKey, previousEncryptionKey } = config;
  const [one] = await all(deployment);
  if (one === undefined) return [say.ok('none are stored yet')];
  const [present, box] = [secretBoxOf(encryptionKey ?? one.secret), boxOf(config, one)];
  const unreadable = new Set<string>();
  let earlier = 0;
  for (const place of places)
    for (const row of await all(place.collection)) {
      const sealed = sealedIn(place, row);
      if (sealed === null || opens(present, sealed)) continue;
      if (opens(box, sealed)) earlier += 1;
      else unreadable.add(place.what);
    }
  const marks = [encryptionKey, previousEncryptionKey ?? encryptionKey, null].map(markOf);
  const isKnown = one.encryptionKey === undefined || marks.includes(one.encryptionKey);
  const todo =
    'set the ENCRYPTION_KEY with which they were stored (beside a new one as ENCRYPTION_KEY_PREVIOUS), or enter them again';
  return [
    ...(unreadable.size > 0 ? [say.fault(`${[...unreadable].join(', ')} do not open: ${todo}`)] : []),
    ...(isKnown
      ? []
      : [say.fault(`Usher does not start with this ENCRYPTION_KEY, for it was used with another one: ${todo}`)]),
    ...(earlier > 0
      ? [
          say.warning(
            `${earlier} are encrypted with an earlier key: start Usher, which encrypts them anew, and ask again`,
          ),
        ]
      : []),
    ...(unreadable.size === 0 && isKnown && earlier === 0 ? [say.ok(allOpen(config))] : []),
  ];
}

function allOpen({ encryptionKey, previousEncryptionKey }: Config): string {
  if (encryptionKey === null) return 'all open';
  const may = 'ENCRYPTION_KEY_PREVIOUS may go, once every process has been started with the new key';
  return `all open with ENCRYPTION_KEY${previousEncryptionKey === null ? '' : `: ${may}`}`;
}
