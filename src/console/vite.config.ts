/** How the browser's side is built, into `dist/console/site`: three pages with what they load, and the style of the server's own. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where Usher itself answers while `npm run dev` runs: whatever is not the console's is passed on to it. */
const behind = process.env.USHER_BEHIND ?? 'http://127.0.0.1:3001';

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [
    react(),
    {
      name: 'console-addresses',
      configureServer: ({ middlewares }) => {
        middlewares.use((request, _response, next) => {
          if (/^\/console(?:[/?]|$)/.test(request.url ?? '')) request.url = '/app/index.html';
          next();
        });
      },
    },
  ],
  server: {
    strictPort: true,
    proxy: {
      '^/(?!(?:console|app|features|ui|lib)(?:[/?]|$)|@|node_modules/)': { target: behind },
    },
  },
  build: {
    outDir: here('../../dist/console/site'),
    emptyOutDir: true,
    manifest: true,
    // The policy allows no script or style in the page, and what is inlined is not cached.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // All that know `light-dark()`.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 2_000,
    rollupOptions: {
      input: [
        here('app/index.html'),
        here('welcome/index.html'),
        here('docs/index.html'),
        here('guide/guide.ts'),
        here('outside/outside.css'),
      ],
      // The pages that the server draws name these two themselves.
      output: {
        assetFileNames: ({ names: [name = ''] }) =>
          ['outside.css', 'favicon.svg'].includes(name) ? 'assets/[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
});
