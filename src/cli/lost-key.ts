/** `usher lost-key`: the way out where the key that encrypts stored secrets is gone for good. */
import { loadConfig, readEnvironment } from '../config/load-config.ts';
import { giveUpUnreadable } from '../domain/administration/keys/lost-key.ts';
import { agreed } from './ask.ts';
import { withDatabase } from './database.ts';

/** @returns the exit code */
export async function giveUpSecrets({ yes }: { readonly yes: boolean }): Promise<number> {
  const config = loadConfig(readEnvironment());
  const question = 'Give up all stored secrets that do not open with the ENCRYPTION_KEY that is set now?';
  if (!yes && !(await agreed(question, `${question} Add --yes where nobody can be asked.`))) {
    console.error('Nothing was changed.');
    return 1;
  }
  // All collections are declared by what the server loads.
  await import('../start.ts');
  await withDatabase(config, async () => {
    const lost = await giveUpUnreadable(config);
    if (lost.length === 0) return console.log('All stored secrets open: nothing was given up.');
    for (const { what, count, todo } of lost) console.log(`${what} (${count}): ${todo}`);
    console.log('Usher starts with the present ENCRYPTION_KEY now.');
  });
  return 0;
}
