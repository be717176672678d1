/** A browser for tests: cookies by host and path, redirects followed one by one, forms submitted. */

export type Answer = {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Every address on the way here, this one last. */
  readonly trail: readonly string[];
};

type Cookie = { readonly value: string; readonly path: string; readonly attributes: string };

export type Browser = {
  /** One request, no redirects followed. */
  readonly send: (url: string, init?: RequestInit) => Promise<Answer>;
  /** Goes where the address leads; stops before an address that starts with `stopAt`. */
  readonly visit: (url: string, options?: { stopAt?: string }) => Promise<Answer>;
  /** Submits the first form of a page, with these fields on top of its hidden ones, and goes where that leads. */
  readonly submit: (page: Answer, fields: Record<string, string>, options?: { stopAt?: string }) => Promise<Answer>;
  /** The cookies that this host has set, by name. */
  readonly cookies: (url: string) => ReadonlyMap<string, Cookie>;
  /** The cookies of this host go. */
  readonly forget: (url: string) => void;
  readonly setCookie: (url: string, name: string, value: string) => void;
};

/** @param own headers that it sends with every request */
export function openBrowser(own: Readonly<Record<string, string>> = {}): Browser {
  const jars = new Map<string, Map<string, Cookie>>();
  const jarOf = (url: string) => {
    const { hostname } = new URL(url);
    const jar = jars.get(hostname) ?? new Map<string, Cookie>();
    jars.set(hostname, jar);
    return jar;
  };

  const store = (url: string, line: string) => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', ...value] = pair.split('=');
    const attribute = (wanted: string) =>
      attributes.find((text) => text.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const expires = attribute('expires');
    const gone = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now());
    if (gone) jarOf(url).delete(name);
    else
      jarOf(url).set(name, {
        value: value.join('='),
        path: attribute('path') ?? '/',
        attributes: attributes.join('; '),
      });
  };

  const send = async (url: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(own)) headers.set(name, value);
    const { pathname } = new URL(url);
    const cookies = [...jarOf(url)].filter(([, { path }]) => pathname.startsWith(path));
    if (cookies.length > 0) headers.set('cookie', cookies.map(([name, { value }]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) store(url, line);
    return { url, status: response.status, headers: response.headers, text: await response.text(), trail: [url] };
  };

  const follow = async (answer: Answer, stopAt?: string): Promise<Answer> => {
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || location === null) return answer;
    const next = new URL(location, answer.url).href;
    if (stopAt !== undefined && next.startsWith(stopAt))
      return { ...answer, url: next, trail: [...answer.trail, next] };
    if (answer.trail.length > 20) throw new Error(`redirected in circles: ${answer.trail.join(' -> ')}`);
    const arrived = await send(next);
    return follow({ ...arrived, trail: [...answer.trail, next] }, stopAt);
  };

  return {
    send,
    visit: async (url, options = {}) => follow(await send(url), options.stopAt),
    async submit(page, fields, options = {}) {
      const action = /<form[^>]* action="([^"]*)"/.exec(page.text)?.[1];
      if (action === undefined) throw new Error(`no form at ${page.url} (${page.status}): ${page.text.slice(0, 300)}`);
      const body = new URLSearchParams();
      for (const [, name = '', value = ''] of page.text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g))
        body.set(name, value);
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return follow(await send(new URL(action, page.url).href, { method: 'POST', body }), options.stopAt);
    },
    cookies: jarOf,
    forget: (url) => jarOf(url).clear(),
    setCookie: (url, name, value) => {
      jarOf(url).set(name, { value, path: '/', attributes: '' });
    },
  };
}

/** Goes to `loginUrl`, chooses the person `sub` on the demo provider's page and goes where that leads. */
export async function signInAs(
  browser: Browser,
  loginUrl: string,
  sub: string,
  options?: { stopAt?: string },
): Promise<Answer> {
  return browser.submit(await browser.visit(loginUrl), { sub }, options);
}
