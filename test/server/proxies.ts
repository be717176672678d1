/** The proxies of docs/forward-auth.md, run with the configuration that stands there; only the addresses are others. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { emptyFolder, until } from '../support/usher.ts';

/** What the configuration names: the proxy's own port, the ports behind it, and the workspace that is asked for. */
export type Places = {
  readonly proxy: number;
  readonly usher: number;
  readonly application: number;
  readonly workspace: string;
};
type Stop = () => Promise<unknown>;

const guide = readFileSync('docs/forward-auth.md', 'utf8');

/** The block of this language, with our places in it. Throws where a place is not found: the test would not test it. */
function configurationFor(language: string, { usher, application, workspace }: Places): string {
  const [, block = ''] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(guide) ?? [];
  return replaceAll(block, [
    ['127.0.0.1:3000', `127.0.0.1:${usher}`],
    ['127.0.0.1:4000', `127.0.0.1:${application}`],
    ['WORKSPACE', workspace],
  ]);
}

function replaceAll(text: string, pairs: readonly (readonly [from: string, to: string])[]): string {
  let result = text;
  for (const [from, to] of pairs) {
    if (!result.includes(from)) throw new Error(`docs/forward-auth.md has no ${from} any more:\n${text}`);
    result = result.replaceAll(from, to);
  }
  return result;
}

/** Whether the program can be run. Where CI is set it must: its absence fails the test instead of skipping it. */
export function isInstalled(program: string): boolean {
  if (process.env.CI) return true;
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function startNginx(places: Places): Promise<Stop> {
  const server = replaceAll(configurationFor('nginx', places), [['listen 8080;', `listen 127.0.0.1:${places.proxy};`]]);
  return runNginx(server, places.proxy);
}

/** @param inHttp what stands in its `http` block */
export async function runNginx(inHttp: string, port: number): Promise<Stop> {
  const folder = emptyFolder();
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temporary = folders.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off;\nmaster_process off;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${inHttp}}\n`,
  );
  return running(spawn('nginx', ['-p', folder, '-c', file, '-e', 'stderr'], { cwd: folder }), port);
}

export function startCaddy(places: Places): Promise<Stop> {
  const site = replaceAll(configurationFor('caddyfile', places), [
    ['usher.example.com {', `http://localhost:${places.proxy} {`],
  ]);
  return runCaddy(site, places.proxy);
}

export async function runCaddy(site: string, port: number): Promise<Stop> {
  const folder = emptyFolder();
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, `{\nadmin off\ndefault_bind 127.0.0.1\nauto_https off\n}\n${site}`);
  const env = { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const args = ['run', '--config', file, '--adapter', 'caddyfile'];
  return running(spawn('caddy', args, { cwd: folder, env }), port);
}

/** Waits until the program answers at the port; what it gives back ends it. */
async function running(child: ChildProcess, port: number): Promise<Stop> {
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  let fault: unknown = null;
  child.once('error', (error) => {
    fault = error;
  });
  const ended = new Promise((done) => child.once('close', done));
  await until(async () => {
    if (fault !== null || child.exitCode !== null) throw new Error(`The proxy did not start: ${fault}\n${output}`);
    return fetch(`http://127.0.0.1:${port}/livez`).then(
      () => true,
      () => false,
    );
  });
  return () => {
    child.kill('SIGTERM');
    return ended;
  };
}

type Middleware = { address: string; authResponseHeaders: string[]; addAuthCookiesToResponse: string[] };
type Router = { rule: string; priority?: number; middlewares?: string[]; service: string };
type TraefikConfiguration = {
  http: {
    middlewares: Record<string, { forwardAuth: Middleware }>;
    routers: Record<string, Router>;
    services: Record<string, { loadBalancer: { servers: { url: string }[] } }>;
  };
};

/**
 * Traefik is not to be had as a package, so this does with the guide's configuration what Traefik's documentation says of
 * routers (rules, the longest first where there is no priority) and of `forwardAuth`: the visitor's headers go along with
 * `X-Forwarded-*` set by the proxy; an answer of 2xx lets the request pass with `authResponseHeaders` replaced; any other
 * is the visitor's, with its headers.
 */
export async function startDocumentedTraefik(places: Places): Promise<Stop> {
  const text = replaceAll(configurationFor('yaml', places), [
    ['usher.example.com', 'localhost'],
    ['__Host-usher', 'usher'],
  ]);
  const { middlewares, routers, services } = (parse(text) as TraefikConfiguration).http;
  const priorityOf = ({ priority, rule }: Router) => priority ?? rule.length;
  const inOrder = Object.values(routers).sort((one, other) => priorityOf(other) - priorityOf(one));
  const server = createServer(async (incoming, response) => {
    const router = inOrder.find(({ rule }) => matches(rule, incoming));
    if (!router) return void response.writeHead(404).end();
    const headers = { ...incoming.headers };
    const ownCookies: string[] = [];
    for (const name of router.middlewares ?? []) {
      const { forwardAuth } = middlewares[name] as { forwardAuth: Middleware };
      const { address, authResponseHeaders, addAuthCookiesToResponse } = forwardAuth;
      const verdict = await ask(address, 'GET', {
        ...headers,
        'content-length': '0',
        host: new URL(address).host,
        'x-forwarded-method': incoming.method,
        'x-forwarded-proto': 'http',
        'x-forwarded-host': headers.host,
        'x-forwarded-uri': incoming.url,
        'x-forwarded-for': '127.0.0.1',
      });
      verdict.resume();
      const status = verdict.statusCode ?? 500;
      if (status < 200 || status > 299) return void response.writeHead(status, verdict.headers).end();
      for (const header of authResponseHeaders.map((each) => each.toLowerCase())) {
        delete headers[header];
        if (verdict.headers[header] !== undefined) headers[header] = verdict.headers[header];
      }
      const cookies = verdict.headers['set-cookie'] ?? [];
      ownCookies.push(...cookies.filter((cookie) => addAuthCookiesToResponse.includes(cookie.split('=', 1)[0] ?? '')));
    }
    const [target] = services[router.service]?.loadBalancer.servers ?? [];
    const answer = await ask(`${target?.url}${incoming.url}`, incoming.method, headers, incoming);
    const cookies = [...(answer.headers['set-cookie'] ?? []), ...ownCookies];
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'set-cookie': cookies });
    answer.pipe(response);
  });
  server.listen(places.proxy, '127.0.0.1');
  await once(server, 'listening');
  return () => closed(server);
}

/** By the path without dots and percent-encoding: `Host`, `Path` and `PathPrefix`, all of them true; `!` turns one round. Any other rule is not known here. */
function matches(rule: string, { headers, url = '/' }: IncomingMessage): boolean {
  const path = decoded(new URL(`http://localhost${url}`).pathname);
  return rule.split(' && ').every((part) => {
    const [, not, matcher, value = ''] = /^(!?)(\w+)\(`([^`]*)`\)$/.exec(part) ?? [];
    const found = {
      Host: headers.host?.split(':')[0] === value,
      Path: path === value,
      PathPrefix: path.startsWith(value),
    };
    const verdict = found[matcher as keyof typeof found];
    if (verdict === undefined) throw new Error(`This test does not know the rule ${part}`);
    return (not === '!') !== verdict;
  });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** One request with exactly this path, no redirects followed; the body of `from` goes along. */
export async function ask(
  url: string,
  method: string | undefined,
  headers: Record<string, string | string[] | undefined>,
  from?: IncomingMessage,
): Promise<IncomingMessage> {
  const { hostname, port, origin } = new URL(url);
  const outgoing = request({ host: hostname, port, method, path: url.slice(origin.length), headers });
  if (from) from.pipe(outgoing);
  else outgoing.end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return answer;
}

/** What the application was asked. */
export type Echo = { method: string; url: string; headers: Record<string, string | undefined>; body: string };

/** An application that knows nothing of sign-in: it answers with what it was asked, and sets a cookie of its own. */
export async function startApplication(): Promise<{ port: number; stop: Stop }> {
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const { method, url, headers } = incoming;
    response.setHeader('Set-Cookie', 'application=1; Path=/reports');
    response.end(JSON.stringify({ method, url, headers, body }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, stop: () => closed(server) };
}

function closed(server: Server): Promise<unknown> {
  const end = new Promise((done) => server.close(done));
  server.closeAllConnections();
  return end;
}
