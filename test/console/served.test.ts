import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { testConsole } from './console-page.ts';

describe('the files of the console', { timeout: 60_000 }, () => {
  const { usher } = testConsole();

  /** As it comes over the wire: `fetch` would undo the compression. */
  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((done, failed) => {
      request(usher().publicUrl + path, { headers, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        );
      })
        .on('error', failed)
        .end();
    });
  const scriptOf = async (page: string) => {
    const { body } = await get(page);
    return /src="(\/assets\/[^"]+\.js)"/.exec(body.toString())?.[1] ?? '';
  };

  it.each(['/', '/console', '/console/any/address', '/docs', '/guide', '/guide/install'])(
    'are named by %s, which browsers ask for each time, and get once',
    async (path) => {
      const first = await get(path);
      expect(first.status).toBe(200);
      expect(first.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(first.headers['cache-control']).toBe('no-cache');
      const again = await get(path, { 'if-none-match': String(first.headers.etag) });
      expect(again.status).toBe(304);
    },
  );

  it('are kept for ever, as their names change with what is in them', async () => {
    const { status, headers } = await get(await scriptOf('/console'));
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it('come in the smallest form that the browser takes, and all forms say the same', async () => {
    const script = await scriptOf('/console');
    const [plain, gzip, brotli, preferred] = await Promise.all(
      ['identity', 'gzip', 'br', 'gzip, deflate, br'].map((encoding) => get(script, { 'accept-encoding': encoding })),
    );
    expect(plain?.headers['content-encoding']).toBeUndefined();
    expect(gunzipSync(gzip?.body ?? '').equals(plain?.body ?? Buffer.alloc(0))).toBe(true);
    expect(brotliDecompressSync(brotli?.body ?? '').equals(plain?.body ?? Buffer.alloc(0))).toBe(true);
    expect(preferred?.headers['content-encoding']).toBe('br');
    expect(preferred?.headers.vary).toContain('Accept-Encoding');
  });

  it.each([
    '/assets/',
    '/assets/../router.js',
    '/assets/%2e%2e/router.js',
    '/assets/..%2f..%2frouter.js',
    '/router.js',
    '/assets/manifest.json',
    '/assets/nothing-abcdefgh.js',
  ])('do not include %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});
