import { fileURLToPath } from 'node:url';
import VueI18n from '@intlify/unplugin-vue-i18n/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Two pages, `dist/verify/index.html` (served at `/v` and `/v/{identifier}`) and `dist/citizen/index.html` (at `/citizen`), sharing `/assets/`.
 * Nothing in the pages needs an inline script or style, an `eval` or another origin; the QR reader needs `'wasm-unsafe-eval'`.
 */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [
    vue(),
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
    rolldownOptions: { input: { verify: here('./verify/index.html'), citizen: here('./citizen/index.html') } },
  },
});
