import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutboundRefused, outbound } from '../../src/http/outbound.ts';

let server: Server;
let port = 0;
let asked = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    if (request.url === '/elsewhere') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    else response.end('here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** A name server that gives these addresses to every name. */
function answering(found: string[]): LookupFunction {
  return (_hostname, options, done) => {
    const addresses = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
}

describe('[81] requests to addresses that admins have chosen', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://168.63.129.16/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'http://idp.example/',
    'ftp://idp.example/',
    'https://admin:secret@idp.example/',
    'idp.example',
  ])('%s is refused before anything is asked', async (url) => {
    const guard = outbound([], () => expect.unreachable('no name may be looked up'));
    expect(guard.faultOf(url)).toEqual(expect.any(String));
    await expect(guard.fetch(url)).rejects.toThrow(OutboundRefused);
  });

  it.each(['https://idp.example/realms/main', 'https://1.1.1.1/', 'https://[2606:4700::1111]/'])(
    '%s may be tried',
    (url) => expect(outbound([]).faultOf(url)).toBeNull(),
  );

  it.each([[['127.0.0.1']], [['10.0.0.1']], [['::1']], [['1.1.1.1', '169.254.169.254']]])(
    'a name with the addresses %j is refused',
    async (addresses) => {
      const guard = outbound([], answering(addresses));
      expect(guard.faultOf(`https://inside.example:${port}/`)).toBeNull();
      const before = asked;
      await expect(guard.fetch(`https://inside.example:${port}/`)).rejects.toThrow(/OUTBOUND_ALLOWED_HOSTS/);
      expect(asked).toBe(before);
    },
  );

  it('the answer that is checked is the one that is connected to: there is no second look-up to give another', async () => {
    let lookups = 0;
    const once: LookupFunction = (...query) => {
      lookups += 1;
      answering(['127.0.0.1'])(...query);
    };
    const guard = outbound(['inside.example'], once);
    expect((await guard.fetch(`http://inside.example:${port}/`)).status).toBe(200);
    expect(lookups).toBe(1);
  });

  it('a host that the operator lists is asked, over plain http too, and redirects are not followed', async () => {
    const guard = outbound(['inside.example', '127.0.0.1', '::1'], answering(['127.0.0.1']));
    expect(await (await guard.fetch(`http://INSIDE.example:${port}/`)).text()).toBe('here');
    expect(await (await guard.fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
    expect(guard.faultOf('https://[::1]/')).toBeNull();
    const answer = await guard.fetch(`http://inside.example:${port}/elsewhere`);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://169.254.169.254/']);
    await expect(guard.fetch(`https://other.inside.example:${port}/`)).rejects.toThrow(OutboundRefused);
  });
});
