/** Where secrets are stored encrypted, of all organizations: what a new key has to go through. */
import type { Collection } from '../../../storage/collection.ts';
import { system } from '../../../storage/tenant.ts';
import { mails } from '../../entry/mail/outbox.ts';
import { clientKeys } from '../../model/client-key.ts';
import { connections } from '../../model/connection.ts';
import type { SecretBox } from '../../model/secret-box.ts';
import { signalStreams } from '../../model/signal-stream.ts';
import { webhooks } from '../../model/webhook.ts';

type Row = { readonly _id: string } & Readonly<Record<string, unknown>>;

export type Place = {
  /** For operators. */
  readonly what: string;
  readonly collection: Collection<Row>;
  /** A dotted path. */
  readonly field: string;
};

const place = (what: string, collection: Collection<unknown>, field: string): Place => ({
  what,
  collection: collection as Collection<Row>,
  field,
});

/** All but the ID tokens of sessions, which only save a click at the provider, and are gone with the session. */
export const places: readonly Place[] = [
  place('client secrets of connections', connections, 'clientSecret'),
  place('keys with which Usher signs', clientKeys, 'privateJwk'),
  place('secrets of webhooks', webhooks, 'secret'),
  place('earlier secrets of webhooks', webhooks, 'previousSecret.sealed'),
  place('tokens for transmitters of signals', signalStreams, 'authorization'),
  place('secrets of signal streams', signalStreams, 'pushSecret'),
  place('links in mails that wait', mails, 'sealedSecret'),
];

/** What is sealed there in a row; null where nothing is. */
export function sealedIn({ field }: Place, row: Row): string | null {
  let value: unknown = row;
  for (const key of field.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === 'string' ? value : null;
}

export function opens({ open }: SecretBox, sealed: string): boolean {
  try {
    open(sealed);
    return true;
  } catch {
    return false;
  }
}

const batch = 500;

/** Everything that is sealed in a place, a batch of rows at a time. */
export async function* sealedAt(place: Place): AsyncGenerator<{ readonly id: string; readonly sealed: string }> {
  for (let after = ''; ; ) {
    const page = { sort: { _id: 1 }, limit: batch } as const;
    const rows = await system('stored-secrets').find(place.collection, { _id: { $gt: after } }, page);
    for (const row of rows) {
      const sealed = sealedIn(place, row);
      if (sealed !== null) yield { id: row._id, sealed };
    }
    const last = rows.at(-1);
    if (rows.length < batch || last === undefined) return;
    after = last._id;
  }
}

/** Puts another seal there, unless what is there has changed meanwhile. @returns whether it did */
export async function replaceSealed(
  { collection, field }: Place,
  { id, sealed }: { readonly id: string; readonly sealed: string },
  next: string,
): Promise<boolean> {
  const filter = { _id: id, [field]: sealed };
  return (await system('stored-secrets').updateOne(collection, filter, { $set: { [field]: next } })) > 0;
}
