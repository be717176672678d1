/** The last step of the build: the page's own files beside its compiled code, and the packages that browsers load as they are. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const copies: readonly (readonly [from: string, to: string])[] = [
  ['src/console/page', ''],
  ['node_modules/openapi-fetch/dist/index.mjs', 'assets/openapi-fetch.js'],
  ['node_modules/swagger-ui-dist/swagger-ui-bundle.js', 'assets/swagger-ui.js'],
  ['node_modules/swagger-ui-dist/swagger-ui.css', 'assets/swagger-ui.css'],
];

for (const [from, to] of copies)
  cpSync(fileURLToPath(new URL(from, root)), fileURLToPath(new URL(`dist/console/${to}`, root)), { recursive: true });
