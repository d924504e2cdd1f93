import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import VueI18n from '@intlify/unplugin-vue-i18n/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';
import { serviceWorker } from './worker/plugin.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The kit as one file at a fixed address, for the pages that the server writes itself (signing in, the verdict without script). */
const plainStyle: Plugin = {
  name: 'plain-style',
  generateBundle() {
    const parts = ['tokens', 'base', 'controls', 'notices', 'report', 'plain'];
    const source = parts.map((part) => readFileSync(here(`./kit/${part}.css`), 'utf8')).join('');
    this.emitFile({ type: 'asset', fileName: 'kit.css', source });
  },
};

/**
 * Two pages, `dist/verify/index.html` (served at `/v` and `/v/{identifier}`) and `dist/citizen/index.html` (at `/citizen`), sharing `/assets/`;
 * and the verify page's service worker, in one file at a fixed address.
 * Nothing in the pages needs an inline script or style, an `eval` or another origin; the QR reader needs `'wasm-unsafe-eval'`.
 */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [
    vue(),
    plainStyle,
    serviceWorker(here('./verify/index.html'), here('./public')),
    VueI18n({ include: [here('./*/locales/*.json')], runtimeOnly: true, compositionOnly: true, strictMessage: true }),
  ],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    assetsDir: 'assets',
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        verify: here('./verify/index.html'),
        citizen: here('./citizen/index.html'),
        'verify-worker': here('./worker/service-worker.ts'),
      },
      output: {
        entryFileNames: ({ name }) => (name === 'verify-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
