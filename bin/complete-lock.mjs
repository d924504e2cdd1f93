// Some registries mirror only the Linux builds of packages with per-platform binaries. npm then leaves the other
// platforms out of package-lock.json and `npm ci` refuses that lock. Put them back from the parents' optionalDependencies.
// Run after each change of dependencies: node bin/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const packages = lock.packages;
const systems = [
  [/darwin/, 'darwin'],
  [/win32|windows/, 'win32'],
  [/freebsd/, 'freebsd'],
  [/openbsd/, 'openbsd'],
  [/netbsd/, 'netbsd'],
  [/android/, 'android'],
  [/openharmony/, 'openharmony'],
  [/aix/, 'aix'],
  [/sunos/, 'sunos'],
  [/linux/, 'linux'],
];
const processors = [
  [/arm64|aarch64/, 'arm64'],
  [/armv7|arm-|arm$|eabi/, 'arm'],
  [/ia32|i686/, 'ia32'],
  [/x64|amd64|x86_64/, 'x64'],
  [/ppc64/, 'ppc64'],
  [/s390x/, 's390x'],
  [/riscv64/, 'riscv64'],
  [/loong64/, 'loong64'],
  [/wasm32/, 'wasm32'],
];
const match = (table, name) => table.find(([pattern]) => pattern.test(name))?.[1];

let added = 0;
for (const [at, parent] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const nested = `${at ? `${at}/` : ''}node_modules/${name}`;
    const top = `node_modules/${name}`;
    if (packages[nested] || packages[top]) continue;
    if (!/^\d/.test(version)) {
      console.error('not an exact version, left alone:', name, version);
      continue;
    }
    const os = match(systems, name);
    const cpu = match(processors, name);
    packages[top] = {
      version,
      optional: true,
      ...(parent.dev ? { dev: true } : {}),
      ...(os ? { os: [os] } : {}),
      ...(cpu ? { cpu: [cpu] } : {}),
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log('added', added);
