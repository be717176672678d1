/** TXT records of the DNS. */
import { Resolver } from 'node:dns/promises';
import { endOfAnswer } from './outbound.ts';

/** What the DNS says where there is no such name, or no such record of it. */
const nothing = new Set(['ENOTFOUND', 'ENODATA']);

/** A record of several strings is one text (RFC 7208 section 3.3 reads them so as well). @throws what the resolver throws */
export async function textRecordsOf(name: string, servers: readonly string[] | undefined): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers) resolver.setServers(servers);
  // It asks one server after the other.
  endOfAnswer(5_000).addEventListener('abort', () => resolver.cancel());
  return (await resolver.resolveTxt(name)).map((strings) => strings.join(''));
}

/** The same; none where the DNS says that there are none. null: it does not say, as when a name server is away. */
export async function knownTextRecords(name: string, servers?: readonly string[]): Promise<readonly string[] | null> {
  return textRecordsOf(name, servers).catch((error: NodeJS.ErrnoException) =>
    nothing.has(error.code ?? '') ? [] : null,
  );
}
