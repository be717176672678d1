/** `usher backup` and `usher restore`, as operators type them. */
import { defineCommand } from 'citty';
import { backUp } from './backup.ts';
import { figure, type Outcome } from './progress.ts';
import { restore as putBack } from './restore.ts';

const json = { type: 'boolean', description: 'Write one JSON object to the standard output' } as const;

export const backup = defineCommand({
  meta: { name: 'backup', description: 'Write all data, as it is at one moment, into one file. The server may run.' },
  args: {
    file: { type: 'positional', required: true, description: 'The file to write' },
    overwrite: { type: 'boolean', description: 'Write it also where there is one of that name' },
    json,
  },
  run: async ({ args: { file, overwrite, json } }) => {
    const made = await backUp({ file, overwrite: overwrite === true });
    console.log(json ? JSON.stringify(made) : `${file}: ${described(made)}`);
  },
});

export const restore = defineCommand({
  meta: { name: 'restore', description: 'Put a backup into an empty database. Stop the server first.' },
  args: {
    file: { type: 'positional', required: true, description: 'What usher backup wrote' },
    yes: { type: 'boolean', alias: 'y', description: 'Do not ask; needed without a terminal' },
    replace: { type: 'boolean', description: 'Delete what is in the database' },
    json,
  },
  run: async ({ args: { file, yes, replace, json } }) => {
    const made = await putBack({ file, yes: yes === true, replace: replace === true });
    if (made === null) {
      process.exitCode = 1;
      return console.error('Nothing was changed.');
    }
    console.log(json ? JSON.stringify(made) : `Restored ${file}: ${described(made)}. Everybody signs in again.`);
  },
});

function described({ documents, collections, bytes, takenAt }: Outcome): string {
  const size = bytes < 1_000_000 ? `${figure(Math.ceil(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${figure(documents)} documents of ${Object.keys(collections).length} collections, ${size}, as of ${takenAt}`;
}
