/** The system's Chromium for tests of pages: real clicks, keys and style sheets. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** First the one that has no window to draw: the same pages for a third of the processor time. */
const usualPlaces = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath =
  process.env.CHROMIUM_PATH ?? usualPlaces.find((place) => existsSync(place)) ?? '/usr/bin/chromium';

/**
 * Whether the tests of the pages can run here. On a machine without Chromium they are skipped, and vitest says so; where
 * CI is set they never are.
 */
export const canBrowse = Boolean(process.env.CI) || existsSync(executablePath);

/** Without a sandbox (it cannot have one in most containers), and without the calls home that Chromium makes. */
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let launched: Promise<Browser> | undefined;

/**
 * A page in a browser profile of its own, closed at the end of the test. The files of a worker share one browser, which
 * ends with the worker.
 */
export async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  launched ??= launchChromium();
  const profile = await (await launched).newContext({ reducedMotion: 'reduce', ...options });
  profile.setDefaultTimeout(20_000);
  onTestFinished(() => profile.close());
  return profile.newPage();
}

/** @throws Error that says what to install when there is no Chromium */
async function launchChromium(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(
      `The tests of the pages need Chromium, and there is none at ${executablePath}: install it (Debian and Ubuntu: "apt-get install chromium"), or set CHROMIUM_PATH to where a Chromium or Chrome lies.`,
    );
  return chromium.launch({ executablePath, args });
}

/**
 * What axe finds wrong with the page as it is now, in the light and in the dark theme: one line for each element. Between
 * the themes only the contrast can differ.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  await page.emulateMedia({ colorScheme: 'light' });
  const faults = await violations(page, {});
  await page.emulateMedia({ colorScheme: 'dark' });
  // Colours that are on their way from one theme to the other have a contrast of no theme.
  await page.evaluate('document.getAnimations().forEach((one) => one instanceof CSSTransition && one.finish())');
  const inTheDark = await violations(page, { runOnly: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: null });
  return [...faults, ...inTheDark];
}

/** It looks in the page, where its source has been put, and tells in full of what is wrong alone. */
function violations(page: Page, options: axe.RunOptions): Promise<string[]> {
  const told = JSON.stringify({ resultTypes: ['violations'], ...options });
  return page.evaluate(`axe.run(document, ${told}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => id + ' ' + target + ': ' + failureSummary)))`);
}

/** Presses Tab until `goal` has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, goal: Locator): Promise<void> {
  await goal.waitFor();
  const focused = goal.and(page.locator(':focus'));
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${goal} cannot be reached with the Tab key`);
}
