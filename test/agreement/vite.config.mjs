import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    emptyOutDir: false,
    lib: { entry: here('./page.ts'), formats: ['iife'], name: 'agreement', fileName: () => 'page.js' },
  },
});
