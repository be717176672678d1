/**
 * `npm run screenshots`: draws the pictures in `docs/images/` anew, each in the light and the dark theme, from the demo's
 * 200 people. Needs Chromium, and `npm run build` before it. Nobody draws them by hand, so that they show what is there.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
// biome-ignore lint/correctness/noUndeclaredDependencies: a tool of the project, which is not in the package
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname, '..');
const images = join(root, 'docs/images');
const admin = 'Aoife Ashworth';
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!executablePath) throw new Error('Chromium is needed: install it, or set CHROMIUM_PATH to where it lies.');

const folder = mkdtempSync(join(tmpdir(), 'usher-screenshots-'));
const demo = spawn(process.execPath, [join(root, 'dist/cli/usher.js'), 'demo', '--no-exit'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const over = new Promise((done) => demo.once('close', done));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const base = await addressOf(demo);
  const prepared = await prepare(base);
  mkdirSync(images, { recursive: true });
  for (const colorScheme of ['light', 'dark']) await draw(base, colorScheme, prepared);
} finally {
  await browser.close();
  demo.kill('SIGTERM');
  await over;
  rmSync(folder, { recursive: true, force: true });
}

/** Where the demo stays up, once it has checked everybody's roles. */
function addressOf(child) {
  let output = '';
  return new Promise((done, failed) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const found = /Sign in as one of them: (\S+)/.exec(output);
      if (found) done(found[1]);
    });
    child.once('exit', (code) => failed(new Error(`The demo ended with ${code}:\n${output}`)));
  });
}

async function signedIn(base, colorScheme) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${base}/auth/login?returnTo=/console`);
  await page.getByRole('button', { name: admin }).click();
  await page.waitForURL(/\/console\/[0-9a-f]{24}/);
  return { page, org: /\/console\/([0-9a-f]{24})/.exec(page.url())[1] };
}

/** What makes the pictures tell something: an override with its reason, people invited, a group that gives nothing yet. */
async function prepare(base) {
  const { page, org } = await signedIn(base, 'light');
  const { csrfToken } = await (await page.request.get(`${base}/api/v1/me`)).json();
  const call = async (method, path, data) => {
    const headers = { origin: base, 'x-csrf-token': csrfToken };
    const answer = await page.request.fetch(`${base}/api/v1/organizations/${org}${path}`, { method, headers, data });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const workspaces = (await call('GET', '/workspaces')).items;
  const research = workspaces.find(({ name }) => name === 'Research').id;
  const [person] = (await call('GET', '/members?q=aino')).items;
  await call('PUT', `/workspaces/${research}/members/${person.id}/override`, {
    effect: 'allow',
    role: 'Workspace Editor',
    reason: 'Runs the move to the new lab',
    expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  });
  const members = ['hedy@acme.example', 'mary@acme.example'].map((email) => ({ email, role: 'Workspace Viewer' }));
  await call('POST', `/workspaces/${research}/members`, { members });
  await page.context().close();
  return { research, person: person.id };
}
async function draw(base, colorScheme, { research, person }) {
  const { page, org } = await signedIn(base, colorScheme);
  const at = `${base}/console/${org}`;
  const views = {
    home: [at, () => page.getByRole('heading', { name: 'Your access' }).waitFor()],
    people: [`${at}/people`, () => page.getByRole('row').nth(8).waitFor()],
    person: [`${at}/people/${person}`, () => page.getByText('Runs the move').first().waitFor()],
    groups: [`${at}/groups`, () => page.getByRole('row').nth(5).waitFor()],
    'access-map': [`${at}/access-map`, () => page.getByText('roles in').first().waitFor()],
    activity: [`${at}/activity`, () => page.getByRole('row').nth(8).waitFor()],
    'workspace-members': [`${at}/settings/workspaces/${research}`, () => page.getByRole('row').nth(8).waitFor()],
    'workspace-invite': [`${at}/settings/workspaces/${research}?invite=true`, () => typeAddresses(page)],
    sso: [`${at}/settings/sso`, () => page.getByRole('heading', { name: 'SSO member settings' }).waitFor()],
    roles: [`${at}/settings/roles`, () => page.getByText('Workspace Editor').first().waitFor()],
  };
  for (const [name, [address, ready]] of Object.entries(views)) {
    await page.goto(address);
    await ready();
    await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
    await page.screenshot({ path: join(images, `${name}-${colorScheme}.png`) });
    process.stdout.write(`docs/images/${name}-${colorScheme}.png\n`);
  }
  await page.context().close();
}

async function typeAddresses(page) {
  await page
    .getByLabel('Addresses')
    .fill('ada@acme.example, Grace Hopper <grace@acme.example>, aino.makinen@acme.example, hedy@acme.example');
  await page.getByText('will be invited').first().waitFor();
}
