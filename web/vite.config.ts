import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { PluginOption } from 'vite';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './offline/plugin.ts';

const server = process.env['SEATLOG_URL'] ?? 'http://localhost:8080';

const textFile = /\/src\/i18n\/(\w+)\/(\w+)\.json$/;

/** Compiles the texts, so that no browser has to read MessageFormat. */
const texts: PluginOption = {
  name: 'seatlog-texts',
  enforce: 'pre',
  async load(id) {
    if (!textFile.test(id)) return null;
    const catalog = JSON.parse(await readFile(id, 'utf8')) as Record<string, string>;
    return JSON.stringify(Object.fromEntries(Object.entries(catalog).map(([name, text]) => [name, compileMessage(text)])));
  },
};

/** Axios asks by XMLHttpRequest here. Its other way, by fetch, would only make the first page heavier. */
const axiosWithoutFetch: PluginOption = {
  name: 'seatlog-axios-without-fetch',
  enforce: 'pre',
  apply: 'build',
  load: (id) => (id.endsWith('/axios/lib/adapters/fetch.js') ? 'export const getFetch = () => false;' : null),
};

export default defineConfig({
  plugins: [axiosWithoutFetch, texts, react(), tailwindcss(), serviceWorker()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': server, '/docs': server } },
  build: {
    // Inlined files would need `data:` in a policy that has no reason to allow it.
    assetsInlineLimit: 0,
    // The preload helper's polyfill is an inline script, which the server's policy forbids.
    modulePreload: { polyfill: false },
    // Texts have their language in their name, so that check-size.mjs can count one language of them.
    rolldownOptions: { output: { chunkFileNames: ({ facadeModuleId }) => {
      const [, language, area] = textFile.exec(facadeModuleId ?? '') ?? [];
      return `assets/${language && area ? `text-${language}-${area}` : '[name]'}-[hash].js`;
    } } },
  },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://localhost:3000/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    env: { TZ: 'UTC' },
    restoreMocks: true,
    unstubGlobals: true,
    // A limit for what hangs; it says nothing about speed.
    testTimeout: 60_000,
  },
});
