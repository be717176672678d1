/** Keys with which Usher shows providers who it is, where a connection has no client secret: one for each such connection. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, text } from '../../storage/fields.ts';
import { system } from '../../storage/tenant.ts';

/** Under the id of the connection: another organization's provider knows nothing of it. */
export const clientKeys = defineCollection('clientKeys', 'tenant', {
  kid: text,
  /** RFC 7517. */
  publicJwk: anyShape<Readonly<Record<string, unknown>>>(),
  /** As JSON, sealed (`secret-box.ts`). */
  privateJwk: text,
});

export type ClientKeyDocument = DocumentOf<typeof clientKeys>;

export function findClientKey(connectionId: string): Promise<ClientKeyDocument | null> {
  return system('sign-in').findOne(clientKeys, { _id: connectionId });
}

/** Keeps it, unless another process was faster. @returns the one that is kept */
export async function keepClientKey(row: ClientKeyDocument): Promise<ClientKeyDocument> {
  await system('sign-in').insertMissing(clientKeys, [row]);
  return (await findClientKey(row._id)) ?? row;
}
