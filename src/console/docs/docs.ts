/**
 * The API's documentation at `/docs`: Swagger UI on our own document. What it tries out is sent with the reader's session,
 * or with the API key that was given to Authorize.
 */

import 'swagger-ui-dist/swagger-ui.css';
import '@fontsource-variable/inter/index.css';
import '../ui/tokens.css';
import './docs.css';
import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-bundle.js';
import { applyTheme, chosenTheme } from '../lib/theme.ts';

type Component = (props: object) => unknown;
type React = { readonly createElement: (type: unknown, props: object | null, ...children: unknown[]) => unknown };
type System = { readonly React: React };
/** A list of maps as Swagger UI keeps them, each from one scheme's name to its definition. */
type Schemes = { readonly filter: (keep: (one: ReadonlyMap<string, unknown>) => boolean) => Schemes };
type Plugin = (system: System) => {
  readonly wrapComponents: Readonly<Record<string, (original: Component) => Component>>;
  readonly statePlugins: object;
};
type Show = (thing: readonly string[], isShown: boolean) => unknown;
type Wrapped<Action> = (original: Action, system: { readonly layoutActions: { readonly show: Show } }) => Action;
type Request = { readonly method?: string; readonly headers: Record<string, string> };

const tryOut =
  '"Try it out" sends real requests to this deployment: as you, if you are signed in here, or with the API key that you give to Authorize. The page forgets the key when you leave it.';

let openPart: string | null = null;

/** Opening a part closes the one before: of all 150 operations at once Swagger UI draws only some. */
const onePartAtATime: Wrapped<Show> =
  (original, { layoutActions }) =>
  (thing, isShown) => {
    const [kind, part = ''] = thing;
    if (kind === 'operations-tag' && isShown) {
      if (openPart !== null && openPart !== part) layoutActions.show([kind, openPart], false);
      openPart = part;
    }
    return original(thing, isShown);
  };

/** What its markup lacks for those who do not see the page: headings, a landmark around the guide, names of controls. */
const fitted: Plugin = ({ React: { createElement } }) => ({
  wrapComponents: {
    operations: (Original) => (props) =>
      createElement(
        'div',
        null,
        createElement('h2', { className: 'operations-title' }, 'Operations'),
        createElement(Original, props),
      ),
    InfoContainer: (Original) => (props) =>
      createElement(
        'section',
        { 'aria-label': 'About the API' },
        createElement(Original, props),
        createElement('h2', null, 'Trying it out'),
        createElement('p', { className: 'try-out' }, tryOut),
      ),
    TextArea: (Original) => (props) => createElement(Original, { 'aria-label': 'Value to send', ...props }),
    CloseIcon: (Original) => (props) =>
      createElement('span', { role: 'img', 'aria-label': 'Close' }, createElement(Original, props)),
    authorizationPopup: (Original) => (props) =>
      createElement('div', { role: 'dialog', 'aria-label': 'Authorize' }, createElement(Original, props)),
    // One server, this one, and the same keys for every operation.
    ServersContainer: () => () => null,
    authorizeOperationBtn: () => () => null,
  },
  statePlugins: {
    auth: {
      wrapSelectors: {
        // A page cannot set the cookie of a session or of a set-up link; whoever has one sends it already.
        definitionsToAuthorize:
          (original: (...args: unknown[]) => Schemes) =>
          (...args: unknown[]) =>
            original(...args).filter((one) => !one.has('session') && !one.has('setupLink')),
      },
    },
    layout: { wrapActions: { show: onePartAtATime } },
  },
});

/** Writes of a session carry its token; a request with a key needs none. */
async function withCsrfToken(request: Request): Promise<Request> {
  const { method = 'GET', headers } = request;
  if (['GET', 'HEAD'].includes(method.toUpperCase()) || headers.Authorization !== undefined) return request;
  const answer = await fetch('/api/v1/me');
  // Without a session the request says so itself.
  if (!answer.ok) return request;
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return { ...request, headers: { ...headers, 'X-CSRF-Token': csrfToken } };
}

/** As the reader chose in the console, else as the system has it. */
function followTheme(): void {
  const theme = chosenTheme();
  applyTheme(theme);
  const isDark = theme === 'dark' || (theme === 'system' && system.matches);
  document.documentElement.classList.toggle('dark-mode', isDark);
}
const system = matchMedia('(prefers-color-scheme: dark)');
system.addEventListener('change', followTheme);
followTheme();

SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#docs',
  plugins: [fitted],
  requestInterceptor: withCsrfToken,
  validatorUrl: null,
  syntaxHighlight: false,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  defaultModelRendering: 'example',
});
