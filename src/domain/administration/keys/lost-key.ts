/** What becomes of stored secrets whose key is lost. */
import { system } from '../../../storage/tenant.ts';
import { getDeployment } from '../../model/deployment.ts';
import { newSigningSecret } from '../../model/webhook.ts';
import { boxOf, type EncryptionKeys, markOf, remember } from './encryption-key.ts';
import { opens, type Place, places, replaceSealed, sealedAt } from './stored-secrets.ts';

type Lost = { readonly what: string; readonly count: number; readonly todo: string };

/** Only people have the others; a mail that cannot be sent ends with an event that says so. */
const advice: Readonly<Record<string, string>> = {
  'connections.clientSecret': 'enter each again (Settings > Sign-in), until then nobody signs in there',
  'clientKeys.privateJwk':
    'new ones are made when they are needed; providers and receivers that keep a copy need the new public keys',
  'webhooks.secret':
    'new ones were made: rotate each, which shows it, and tell the receiver; until then receivers refuse what is sent',
  'webhooks.previousSecret.sealed': 'they sign no more',
  'signalStreams.authorization': 'remove each stream and set it up again',
  'signalStreams.pushSecret': 'remove each stream and set it up again',
  'mails.sealedSecret': 'renew the invitations, whose mails cannot be sent',
};

/**
 * Lets the deployment go on with the present keys. What can be made anew is; what only people have stays as it is, and says so
 * wherever it is needed. Run while no server does.
 * @returns what did not open, and what to do about it
 */
export async function giveUpUnreadable(keys: EncryptionKeys): Promise<Lost[]> {
  const box = boxOf(keys, await getDeployment());
  const lost: Lost[] = [];
  for (const place of places) {
    let count = 0;
    for await (const found of sealedAt(place)) {
      if (opens(box, found.sealed)) continue;
      count += 1;
      await giveUp(place, found);
    }
    if (count > 0) lost.push({ what: place.what, count, todo: advice[pathOf(place)] ?? 'enter them again' });
  }
  await remember(markOf(keys.encryptionKey));
  return lost;

  async function giveUp(place: Place, found: { readonly id: string; readonly sealed: string }): Promise<void> {
    const row = { _id: found.id, [place.field]: found.sealed };
    const scope = system('stored-secrets');
    if (pathOf(place) === 'clientKeys.privateJwk') await scope.deleteMany(place.collection, row);
    if (pathOf(place) === 'webhooks.secret') await replaceSealed(place, found, newSigningSecret(box).sealed);
    if (pathOf(place) === 'webhooks.previousSecret.sealed')
      await scope.updateOne(place.collection, row, { $set: { previousSecret: null } });
  }
}

const pathOf = ({ collection, field }: Place) => `${collection.name}.${field}`;
