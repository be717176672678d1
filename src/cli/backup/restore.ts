/** `usher restore`: what a backup holds, and nothing else, in a database of its own. Usher must not run with it. */
import { stat } from 'node:fs/promises';
import type { Config } from '../../config/config.ts';
import { loadConfig, readEnvironment } from '../../config/load-config.ts';
import { markOf } from '../../domain/administration/keys/encryption-key.ts';
import { deployment } from '../../domain/model/deployment.ts';
import { sessions } from '../../domain/model/session.ts';
import { fillDatabase, type Section } from '../../storage/backup/fill.ts';
import { schemaVersion } from '../../storage/data-version.ts';
import { agreed } from '../ask.ts';
import { withUri } from '../database.ts';
import { type Backup, readBackup, UnreadableBackup } from './file.ts';
import { figure, type Outcome, reportingDocuments, summaryOf } from './progress.ts';

export type RestoreOrder = { readonly file: string; readonly yes: boolean; readonly replace: boolean };

/**
 * @returns null after a "no" to the question
 * @throws Error with what to do. Unless it was on its way already, nothing has been changed then
 */
export async function restore({ file, yes, replace }: RestoreOrder): Promise<Outcome | null> {
  const config = loadConfig(readEnvironment());
  const summary = await look(file);
  if (!opensWith(summary, config)) console.error(anotherKey(config));
  const what = `${file}, taken ${summary.takenAt}, ${figure(summary.documents)} documents`;
  const where = config.mongodbUri === null ? `the database in ${config.dataDir}` : 'the database of MONGODB_URI';
  const question = `Restore ${what} into ${where}${replace ? ', and delete what is in it' : ''}?`;
  if (!yes && !(await agreed(question, `${question} Add --yes where nobody can be asked.`))) return null;
  // All collections are declared by what the server loads.
  await import('../../start.ts');
  const { sections } = await readBackup(file);
  await withUri(config, (uri) => fillDatabase(uri, restored(sections), { replace, warn: console.error }), {
    mayBeNew: true,
  });
  return summary;
}

/** Whether the next start can read the secrets in it; true also where the file does not say. */
function opensWith({ encryptionKey: mark }: Outcome, config: Config): boolean {
  if (mark === undefined || mark === markOf(null) || mark === markOf(config.encryptionKey)) return true;
  return config.previousEncryptionKey !== null && mark === markOf(config.previousEncryptionKey);
}

const anotherKey = ({ encryptionKey }: Config) =>
  `Note: the secrets in this backup are encrypted with ${encryptionKey === null ? 'an ENCRYPTION_KEY, and none is set' : 'another ENCRYPTION_KEY than the one that is set'}: Usher will not start with it until that key is set, as ENCRYPTION_KEY or ENCRYPTION_KEY_PREVIOUS.`;

/** Reads the whole file first, so that one that is damaged or too new changes nothing. */
async function look(file: string): Promise<Outcome> {
  const { header, sections }: Backup = await readBackup(file);
  if (header.schemaVersion > schemaVersion)
    throw new UnreadableBackup(
      `${file} is of a newer Usher (${header.usher}, data version ${header.schemaVersion}; this one reads up to ${schemaVersion}): use that version, or a newer one.`,
    );
  const counts: Record<string, number> = {};
  for await (const { collection, documents } of sections) {
    let count = 0;
    for await (const _ of documents) count += 1;
    counts[collection] = count;
  }
  if (counts[deployment.name] !== 1) throw new UnreadableBackup(`${file} holds no deployment of Usher.`);
  return summaryOf(file, (await stat(file)).size, header, counts);
}

/** All but sessions: one that was ended since must not live again. */
async function* restored(sections: Backup['sections']): AsyncGenerator<Section> {
  for await (const { collection, documents } of sections) {
    if (collection === sessions.name) for await (const _ of documents);
    else yield { collection, documents: reportingDocuments(collection, documents) };
  }
}
