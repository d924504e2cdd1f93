// Loads TypeScript sources as test/support/typescript.mjs does, gives specs the small jest of jest-globals.mjs, and hands the
// version in an address (`?v=`) on to all that is imported below it, so that a suite can be loaded anew.
import * as typescript from '../support/typescript-hooks.mjs';

const globals = new URL('./jest-globals.mjs', import.meta.url).href;
const loaded = new Map();
const plain = (url) => url?.replace(/\?v=\d+$/, '');

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: globals, shortCircuit: true };
  const version = /\?v=\d+$/.exec(context.parentURL ?? '')?.[0];
  const found = await typescript.resolve(specifier, { ...context, parentURL: plain(context.parentURL) }, next);
  const ours = version !== undefined && found.url.endsWith('.ts');
  return ours ? { ...found, url: `${found.url}${version}` } : found;
}

export async function load(url, context, next) {
  const address = plain(url);
  if (!address.endsWith('.ts')) return next(url, context);
  if (!loaded.has(address)) loaded.set(address, await typescript.load(address, context, next));
  return loaded.get(address);
}
