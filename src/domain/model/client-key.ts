/** Keys with which Usher signs: one for each connection without a client secret, and one for each organization that signs events. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, text } from '../../storage/fields.ts';
import { system } from '../../storage/tenant.ts';

/** Under the id of the connection, or of the organization: nobody else's receiver or provider knows anything of it. */
export const clientKeys = defineCollection('clientKeys', 'tenant', {
  kid: text,
  /** RFC 7517. */
  publicJwk: anyShape<Readonly<Record<string, unknown>>>(),
  /** As JSON, sealed (`secret-box.ts`). */
  privateJwk: text,
});

export type ClientKeyDocument = DocumentOf<typeof clientKeys>;

export function findClientKey(id: string): Promise<ClientKeyDocument | null> {
  return system('sign-in').findOne(clientKeys, { _id: id });
}

/** Keeps it, unless another process was faster. @returns the one that is kept */
export async function keepClientKey(row: ClientKeyDocument): Promise<ClientKeyDocument> {
  await system('sign-in').insertMissing(clientKeys, [row]);
  return (await findClientKey(row._id)) ?? row;
}
