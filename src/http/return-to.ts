const maxLength = 2_048;
const nowhere = 'http://nowhere.invalid';

/**
 * The path of ours to go to after the sign-in, from what the client asked for; `/` for everything that a browser could
 * read as another place (case 65), and for the sign-in paths themselves, which would go in circles. Pure.
 */
export function safeReturnTo(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > maxLength) return '/';
  const decoded = percentDecoded(asked);
  if (decoded === null || hasTrick(asked) || hasTrick(decoded)) return '/';
  if (!startsAsPath(asked) || !startsAsPath(decoded)) return '/';
  // Browsers resolve dot segments before they follow: `/.//host` must not turn into `//host`.
  const { origin, pathname, search, hash } = new URL(asked, nowhere);
  if (origin !== nowhere || !startsAsPath(pathname) || /^\/auth(?:\/|$)/.test(pathname)) return '/';
  return pathname + search + hash;
}

const startsAsPath = (path: string) => /^\/(?!\/)/.test(path);

/** Browsers read a backslash as a slash and drop tabs and line breaks (WHATWG URL); others end a header line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const hasTrick = (path: string) => /[\\\u0000-\u001f\u007f]/.test(path);

function percentDecoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
