/** The API's documentation at `/docs`: Swagger UI on our own document. It reads only; keys are for programs. */

import 'swagger-ui-dist/swagger-ui.css';
import './docs.css';
import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-bundle.js';

type Component = (props: object) => unknown;
type React = { readonly createElement: (type: unknown, props: object | null, ...children: unknown[]) => unknown };
type System = { readonly React: React };
type Plugin = (system: System) => {
  readonly wrapComponents: Readonly<Record<string, (original: Component) => Component>>;
};

/** What its markup lacks for those who do not see the page: a heading above the tags, and a landmark around the guide. */
const landmarks: Plugin = ({ React: { createElement } }) => ({
  wrapComponents: {
    operations: (Original) => (props) =>
      createElement(
        'div',
        null,
        createElement('h2', { className: 'operations-title' }, 'Operations'),
        createElement(Original, props),
      ),
    InfoContainer: (Original) => (props) =>
      createElement('section', { 'aria-label': 'About the API' }, createElement(Original, props)),
    // One server, this one; nothing to choose or to authorize for.
    ServersContainer: () => () => null,
    authorizeBtn: () => () => null,
  },
});

SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#docs',
  plugins: [landmarks],
  supportedSubmitMethods: [],
  validatorUrl: null,
  syntaxHighlight: false,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelRendering: 'example',
});
