/** A name server on loopback that knows TXT records. */
import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

/**
 * Call at the top of a test file. `records`: name -> texts, for the tests to fill; `dnsServers` for the configuration. Names
 * below `broken.` make it fail.
 */
export function testNameServer(): { readonly records: Map<string, string[]>; readonly dnsServers: string[] } {
  const records = new Map<string, string[]>();
  const dns = createSocket('udp4', (query, { port, address }) => dns.send(answer(query, records), port, address));
  const dnsServers: string[] = [];
  beforeAll(async () => {
    await new Promise<void>((resolve) => dns.bind(0, '127.0.0.1', () => resolve()));
    dnsServers.push(`127.0.0.1:${(dns.address() as AddressInfo).port}`);
  });
  afterAll(() => void dns.close());
  return { records, dnsServers };
}

function answer(query: Buffer, records: ReadonlyMap<string, string[]>): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  const question = query.subarray(12, at + 5);
  const name = labels.join('.').toLowerCase();
  const texts = records.get(name) ?? [];
  const none = name.startsWith('broken.') ? 0x8182 : 0x8183;
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(texts.length === 0 ? none : 0x8180, 2);
  header.writeUInt16BE(texts.length, 6);
  header.fill(0, 8);
  const rows = texts.map((text) => {
    const data = Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
    const fixed = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, data.length]);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([header, question, ...rows]);
}
