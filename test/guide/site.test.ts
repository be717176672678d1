/** The guide as the build has made it, and as a server sends it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createWaitingApp } from '../../src/server.ts';
import { allModels } from '../../src/storage/collection.ts';
import { testConsole } from '../console/console-page.ts';

const site = 'dist/guide/site';
const names = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) =>
  statSync(`${site}/${name}`).isFile(),
);
const pages = names.filter((name) => name.endsWith('.html'));
const textOf = (name: string) => readFileSync(`${site}/${name}`, 'utf8');
const anchorsOf = (text: string) => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

/** The file behind an address of ours; null: there is none. */
function fileOf(address: string): string | null {
  const name = address.replace(/^\/guide\/?/, '') || 'index';
  return [`${name}.html`, name].find((each) => names.includes(each)) ?? null;
}

describe('the site of the guide', () => {
  it.each(pages)('%s has no link, anchor or picture that leads nowhere', (name) => {
    const text = textOf(name);
    const targets = [...text.matchAll(/ (?:href|src|srcset)="([^"]+)"/g)].map(([, target = '']) => target);
    const broken = targets.filter((target) => {
      const [path = '', anchor] = target.split('#');
      if (path === '') return !anchorsOf(text).includes(anchor);
      if (path.startsWith('/assets/')) return !existsSync(`dist/console/site${path}`);
      if (!path.startsWith('/guide')) return !/^(?:https?:|mailto:|\/$|\/docs$|\/console$)/.test(path);
      const file = fileOf(path);
      return file === null || (anchor !== undefined && !anchorsOf(textOf(file)).includes(anchor));
    });
    expect(broken).toEqual([]);
    expect(text).not.toMatch(/ style="|<script(?! type="module" src=)/);
  });

  it('finds every section', () => {
    const sections = JSON.parse(textOf('search.json')) as { id: string; text: string }[];
    expect(sections.filter(({ id }) => fileOf(id.replace(/#.*/, '')) === null)).toEqual([]);
    expect(sections.find(({ id }) => id === '/guide/key-rotation#it-is-lost')?.text).toContain('usher lost-key --yes');
  });
});

it('is there before the database is', async () => {
  const app = createWaitingApp('http://localhost');
  await request(app)
    .get('/guide/troubleshooting')
    .expect(200, /It does not start/);
  await request(app).get('/console').expect(503);
});

describe('docs/scaling.md', () => {
  it('names as shard keys what every index allows', () => {
    // Declared by what the server loads.
    const [, list = ''] = /for \(const name of \[(.+?)\]\)/.exec(readFileSync('docs/scaling.md', 'utf8')) ?? [];
    const names = [...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
    const models = new Map([...allModels()].map((model) => [model.collection.name, model.schema.indexes()]));
    const refused = names.filter((name) => {
      const indexes = models.get(name) ?? [];
      const byOrganization = indexes.filter(([keys]) => Object.keys(keys)[0] === 'orgId');
      const isFull = byOrganization.some(
        ([, { partialFilterExpression, sparse }]) => !partialFilterExpression && !sparse,
      );
      return !isFull || indexes.some((index) => index[1].unique && !byOrganization.includes(index));
    });
    expect(names.length).toBeGreaterThan(5);
    expect(refused).toEqual([]);
  });
});

describe('a server', { timeout: 60_000 }, () => {
  const { usher } = testConsole();
  const get = (path: string, headers = {}) => fetch(usher().publicUrl + path, { headers });

  it.each([
    ['/guide', 'text/html; charset=utf-8'],
    ['/guide/', 'text/html; charset=utf-8'],
    ['/guide/idp/okta', 'text/html; charset=utf-8'],
    ['/guide/install.md', 'text/markdown; charset=utf-8'],
    ['/guide/files/docker/.env.example', 'text/plain; charset=utf-8'],
    ['/guide/files/LICENSE', 'text/plain; charset=utf-8'],
    ['/guide/files/docs/images/person-light.png', 'image/png'],
  ])('sends %s, which browsers ask for each time', async (path, type) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('draws pages in the theme that was chosen in the console', async () => {
    const answer = await get('/guide/install', { cookie: 'usher-theme=dark' });
    expect(await answer.text()).toContain('<html lang="en" data-theme="dark">');
  });

  it.each([
    '/guide/nothing',
    '/guide/idp',
    '/guide/install.html.br',
    '/guide/..%2frouter.js',
    '/guide/%2e%2e/router.js',
    '/guide/files/package.json',
  ])('does not send %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('has /llms.txt, whose links lead to pages in Markdown', async () => {
    const text = await (await get('/llms.txt')).text();
    expect(text).toMatch(/^# Usher\n\n> \S.*\n\n/);
    const links = [...text.matchAll(/^- \[.+?\]\((\S+)\): \S/gm)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(30);
    const answers = await Promise.all(links.map((link) => fetch(link)));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(new Set(answers.map(({ headers }) => headers.get('content-type')))).toEqual(
      new Set(['text/markdown; charset=utf-8']),
    );
  });
});
