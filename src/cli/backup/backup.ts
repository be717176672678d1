/** `usher backup`: all data as it is at one moment, in one file. The server may run. */
import { existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { loadConfig, readEnvironment } from '../../config/load-config.ts';
import { deployment } from '../../domain/model/deployment.ts';
import { readSnapshot, type Snapshot } from '../../storage/backup/snapshot.ts';
import { version } from '../../version.ts';
import { withUri } from '../database.ts';
import { format, type Header, writeBackup } from './file.ts';
import { type Outcome, reportingDocuments, summaryOf } from './progress.ts';

export type BackupOrder = { readonly file: string; readonly overwrite: boolean };

/** @throws Error with what to do; then there is no new file, and an old one is as it was */
export async function backUp({ file, overwrite }: BackupOrder): Promise<Outcome> {
  const config = loadConfig(readEnvironment());
  if (!overwrite && existsSync(file))
    throw new Error(`${file} is there already. Choose another name, or add --overwrite.`);
  // Half a backup never has the name of a whole one.
  const unfinished = `${file}.part`;
  try {
    return await withUri(config, (uri) =>
      readSnapshot(uri, async (snapshot) => {
        const header = await headerOf(snapshot);
        const contents = await writeBackup(unfinished, header, sectionsOf(snapshot));
        await rename(unfinished, file);
        const counts = Object.entries(contents).map(([name, { documents }]) => [name, documents] as const);
        return summaryOf(file, (await stat(file)).size, header, Object.fromEntries(counts));
      }),
    );
  } catch (error) {
    await rm(unfinished, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOSPC' || code === 'EISDIR')
      throw new Error(`${file} cannot be written: ${message}`, { cause: error });
    throw error;
  }
}

async function headerOf({ first }: Snapshot): Promise<Header> {
  const stored = await first(deployment);
  if (stored === null)
    throw new Error('There is nothing to back up: no Usher has been started with this database. Check MONGODB_URI.');
  const { schemaVersion, encryptionKey } = stored;
  const about = { usherBackup: format, usher: version(), schemaVersion, takenAt: new Date().toISOString() };
  return encryptionKey === undefined ? about : { ...about, encryptionKey };
}

/** The deployment first: who reads the file knows early what it is about. */
async function* sectionsOf({ names, documents }: Snapshot) {
  for (const name of [deployment.name, ...names.filter((name) => name !== deployment.name)])
    yield { collection: name, documents: reportingDocuments(name, documents(name)) };
}
