import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutboundFailed, OutboundRefused, outbound } from '../../src/http/outbound.ts';

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

async function failureOf(asking: Promise<Response>): Promise<OutboundFailed> {
  const error: unknown = await asking.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(OutboundFailed);
  return error as OutboundFailed;
}

describe('[81] [100] requests to addresses that admins have chosen', () => {
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
    'https://[::ffff:1.1.1.1]/',
    'https://[::7f00:1]/',
    'https://[::a9fe:a9fe]/',
    'https://[::10.0.0.1]/',
    'https://[0:0:0:0:0:0:7f00:1]/',
    'https://[::ffff:0:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::a00:1]/',
    'https://[64:ff9b:1:ffff::a00:1]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[2001:0:4136:e378:8000:63bf:5601:5601]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[5f00::1]/',
    'https://[fec0::1]/',
    'https://[fc00::1]/',
    'https://[ff02::1]/',
    'https://[100::1]/',
    'https://0177.0.0.1/',
    'https://0x7f000001/',
    'https://127.0.0.1./',
    'https://\u2460\u2461\u2466.0.0.1/',
    'https://0.1.2.3/',
    'https://192.0.0.192/',
    'https://192.88.99.1/',
    'https://198.18.0.1/',
    'https://203.0.113.1/',
    'https://240.0.0.1/',
    'https://[fe80::1%25eth0]/',
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

  it.each([
    [['127.0.0.1']],
    [['10.0.0.1']],
    [['::1']],
    [['1.1.1.1', '169.254.169.254']],
    [['::7f00:1']],
    [['::ffff:127.0.0.1']],
    [['64:ff9b::7f00:1']],
    [['64:ff9b:1::7f00:1']],
    [['2002:7f00:1::']],
    [['fe80::1%1']],
    [['168.63.129.16']],
    [['not an address']],
  ])('a name with the addresses %j is refused', async (addresses) => {
    const guard = outbound([], answering(addresses));
    expect(guard.faultOf(`https://inside.example:${port}/`)).toBeNull();
    const before = asked;
    await expect(guard.fetch(`https://inside.example:${port}/`)).rejects.toThrow(/OUTBOUND_ALLOWED_HOSTS/);
    expect(asked).toBe(before);
  });

  it('[100] a name that nobody knows, one of the own network and a closed port are told in the same words', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const closedPort = (closed.address() as AddressInfo).port;
    await new Promise((resolve) => closed.close(resolve));
    const unknown: LookupFunction = (_hostname, _options, done) =>
      done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    const failures = await Promise.all(
      [
        outbound([], unknown).fetch('https://nobody.example/'),
        outbound([], answering(['10.0.0.1'])).fetch('https://inside.example/'),
        outbound(['closed.example'], answering(['127.0.0.1'])).fetch(`https://closed.example:${closedPort}/`),
        outbound(['127.0.0.1']).fetch(`https://127.0.0.1:${closedPort}/`),
      ].map(failureOf),
    );
    expect(new Set(failures.map(({ message }) => message)).size).toBe(1);
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('ENOTFOUND'),
      expect.stringContaining('inside.example lies in a private network'),
      expect.stringContaining('ECONNREFUSED'),
      expect.stringContaining('ECONNREFUSED'),
    ]);
  });

  it('a server that is there but does not speak TLS is told so', async () => {
    const failure = await failureOf(outbound(['127.0.0.1']).fetch(`https://127.0.0.1:${port}/`));
    expect(failure).toMatchObject({ message: expect.stringMatching(/^TLS with it fails \((?:EPROTO|ERR_SSL_\w+)\)/) });
  });

  it('the limit of the caller passes through as it is', async () => {
    const signal = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
    const asking = outbound(['127.0.0.1']).fetch(`http://127.0.0.1:${port}/`, { signal });
    await expect(asking).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }));
  });

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
    await expect(guard.fetch(`https://other.inside.example:${port}/`)).rejects.toThrow(OutboundFailed);
  });
});
