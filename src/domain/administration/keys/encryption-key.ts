/**
 * `ENCRYPTION_KEY` from start to start. The deployment remembers by a fingerprint which key its stored secrets are encrypted with,
 * so that a start with another one stops before anybody meets a secret that cannot be read. A new key comes beside the one
 * before (`ENCRYPTION_KEY_PREVIOUS`), with which everything is still read, and encrypted anew.
 */
import { systemContext } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { Worker } from '../../kernel/workers.ts';
import { type DeploymentDocument, deployment, deploymentId, getDeployment } from '../../model/deployment.ts';
import { fingerprintOf, type SecretBox, secretBoxOf } from '../../model/secret-box.ts';
import { operate } from '../../operation/operate.ts';
import { opens, places, replaceSealed, sealedAt } from './stored-secrets.ts';

export type EncryptionKeys = {
  readonly encryptionKey: string | null;
  readonly previousEncryptionKey: string | null;
};

/** Stands for a fingerprint where no key is set, and the deployment's own secret encrypts. */
const ownSecret = 'deployment';

/** What the deployment remembers of a key. */
export function markOf(encryptionKey: string | null): string {
  return encryptionKey === null ? ownSecret : fingerprintOf(encryptionKey);
}

/** The box of these keys. What was stored before there was a key is under the deployment's own secret. */
export function boxOf(
  { encryptionKey, previousEncryptionKey }: EncryptionKeys,
  { secret }: Pick<DeploymentDocument, 'secret'>,
): SecretBox {
  if (encryptionKey === null) return secretBoxOf(secret);
  return secretBoxOf(encryptionKey, previousEncryptionKey === null ? [secret] : [previousEncryptionKey, secret]);
}

type OpenedSecrets = {
  readonly secretBox: SecretBox;
  /** Whether some may still be encrypted with an earlier key; `encryptAnew` finds them. */
  readonly hasEarlier: boolean;
};

/**
 * Makes sure that these are the keys of this deployment, and remembers the new one.
 * @throws DomainError conflict/another_encryption_key with what to do; nothing has been changed then
 */
export async function openSecrets(keys: EncryptionKeys): Promise<OpenedSecrets> {
  const known = await getDeployment();
  const secretBox = boxOf(keys, known);
  const [mark, before] = [markOf(keys.encryptionKey), known.encryptionKey];
  if (before === mark) return { secretBox, hasEarlier: keys.previousEncryptionKey !== null };
  const isNext = before === ownSecret || before === previousMark(keys);
  if (before === undefined ? !(await opensAnything(secretBox)) : !isNext) throw anotherKey(keys);
  await remember(mark);
  return { secretBox, hasEarlier: keys.encryptionKey !== null };
}

const previousMark = ({ previousEncryptionKey }: EncryptionKeys) =>
  previousEncryptionKey === null ? null : markOf(previousEncryptionKey);

/** Where no fingerprint tells: whether anything that is stored opens. True where nothing is stored. */
async function opensAnything(secretBox: SecretBox): Promise<boolean> {
  let isEmpty = true;
  for (const place of places)
    for await (const { sealed } of sealedAt(place)) {
      if (opens(secretBox, sealed)) return true;
      isEmpty = false;
    }
  return isEmpty;
}

export function remember(mark: string): Promise<void> {
  return operate(null, systemContext, {
    load: getDeployment,
    decide: (present, draft) => {
      if (present.encryptionKey !== mark) draft.update(deployment, deploymentId, { encryptionKey: mark });
    },
  });
}

function anotherKey({ encryptionKey, previousEncryptionKey }: EncryptionKeys): DomainError {
  const is =
    encryptionKey === null
      ? 'ENCRYPTION_KEY is not set, but stored secrets are encrypted with one.'
      : previousEncryptionKey === null
        ? 'stored secrets are encrypted with another ENCRYPTION_KEY than the one that is set.'
        : 'stored secrets are encrypted with neither ENCRYPTION_KEY nor ENCRYPTION_KEY_PREVIOUS.';
  const todo =
    'Set the key from before; to change it, set the new one as ENCRYPTION_KEY and the one from before as ENCRYPTION_KEY_PREVIOUS. If that one is lost: usher lost-key.';
  return new DomainError('conflict', 'another_encryption_key', `${is} ${todo}`);
}

/** Encrypts with the present key what an earlier one has encrypted. Safe beside other processes. @returns how many @internal */
export async function encryptAnew(keys: EncryptionKeys): Promise<number> {
  const { encryptionKey } = keys;
  if (encryptionKey === null) return 0;
  const [all, present] = [boxOf(keys, await getDeployment()), secretBoxOf(encryptionKey)];
  let count = 0;
  for (const place of places)
    for await (const found of sealedAt(place)) {
      if (opens(present, found.sealed) || !opens(all, found.sealed)) continue;
      if (await replaceSealed(place, found, present.seal(all.open(found.sealed)))) count += 1;
    }
  return count;
}

/** Looks again while the process runs: others may not have been started with the new key yet. */
export function encryptionWorker(keys: EncryptionKeys, tell: (message: string) => void): Worker {
  let told = keys.previousEncryptionKey === null;
  return {
    name: 'encryption',
    intervalMs: 60_000,
    run: async () => {
      const count = await encryptAnew(keys);
      if (count > 0 || !told)
        tell(`${count} stored secrets were encrypted with ENCRYPTION_KEY just now. ${mayGo(keys)}`);
      told = true;
      return false;
    },
  };
}

function mayGo({ previousEncryptionKey }: EncryptionKeys): string {
  if (previousEncryptionKey === null) return 'All that can be read are.';
  return 'All that can be read are: once every process has been started with it, ENCRYPTION_KEY_PREVIOUS may go.';
}
