import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addressOf, linkFrom, sourceAddressOf } from '../../src/guide/addresses.ts';
import { indexFile, readContents } from '../../src/guide/contents.ts';
import { llmsText } from '../../src/guide/llms.ts';
import { renderMarkdown } from '../../src/guide/markdown.ts';

const contents = readContents(readFileSync(indexFile, 'utf8'));
const { description } = JSON.parse(readFileSync('package.json', 'utf8')) as { description: string };

describe('the contents of the guide', () => {
  it('name every page of docs/ once, and of the design notes the first', () => {
    const named = contents.parts.flatMap(({ entries }) => entries.map(({ file }) => file));
    const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && name !== 'README.md' && !/^design\/(?!README)/.test(name))
      .map((name) => `docs/${name}`);
    const atRoot = ['CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'];
    expect(named.toSorted()).toEqual([...pages, ...atRoot].toSorted());
  });

  it('refuse a line that is none of a page', () => {
    expect(() => readContents('# Guide\n\nLead.\n\n## Begin\n\n- [Installing](install.md)\n')).toThrow(
      'docs/README.md has a line of another form: - [Installing](install.md)',
    );
  });

  it('are llms.txt of the repository; after a change: npx vitest run --project unit -t llms.txt --update', async () => {
    await expect(llmsText(contents, description, (file) => file)).toMatchFileSnapshot('../../llms.txt');
  });
});

describe('a page of the guide', () => {
  it.each([
    ['docs/README.md', '/guide', '/guide/index.md'],
    ['docs/install.md', '/guide/install', '/guide/install.md'],
    ['docs/design/README.md', '/guide/design', '/guide/design.md'],
    ['docs/security.md', '/guide/security', '/guide/security.md'],
    ['SECURITY.md', '/guide/project/security', '/guide/project/security.md'],
    ['docker/.env.example', '/guide/files/docker/.env.example', '/guide/files/docker/.env.example'],
  ])('%s is at %s', (file, address, source) => {
    expect([addressOf(file), sourceAddressOf(file)]).toEqual([address, source]);
  });

  it.each([
    ['docs/idp/okta.md', '../sign-in.md#guesses', '/guide/sign-in#guesses'],
    ['README.md', 'docs/design/', '/guide/design'],
    ['docs/security.md', '../SECURITY.md', '/guide/project/security'],
    ['docs/api.md', '#errors', '#errors'],
    ['docs/api.md', 'https://example.org/a.md', 'https://example.org/a.md'],
    ['docs/api.md', '/docs', '/docs'],
  ])('%s leads by %s to %s', (file, target, address) => {
    expect(linkFrom(file, target, addressOf)).toBe(address);
  });

  it('has anchors as the repository has them, tables and code that scroll by themselves, and no inline style', () => {
    const { body, sections } = renderMarkdown(
      'docs/page.md',
      '# A `page`, at /here\n\n## Twice\n\nOne.\n\n## Twice\n\n| n |\n| --: |\n| 1 |\n\n```sh\necho "<b>"\n```\n',
    );
    expect(sections.map(({ anchor, text }) => [anchor, text])).toEqual([
      ['a-page-at-here', ''],
      ['twice', ' One.'],
      ['twice-1', ' n 1 echo "<b>"'],
    ]);
    expect(body.markup).toContain('<h2 id="twice-1">');
    expect(body.markup).toContain('<div class="wide" tabindex="0" role="group" aria-label="Table"><table>');
    expect(body.markup).toContain('<td class="right">1</td>');
    expect(body.markup).toContain(
      '<pre tabindex="0" data-language="sh"><code>echo &quot;&lt;b&gt;&quot;\n</code></pre>',
    );
    expect(body.markup).not.toContain('style=');
  });
});
