import { once } from 'node:events';
import { endSharedRegistry } from './support/end-shared-registry.mjs';

export default async function tearDown() {
  const { parts, reaper, folder } = globalThis.__elicenceTest;
  await Promise.all([parts.stop(), endSharedRegistry(folder)]);
  reaper.ref();
  reaper.stdin.end();
  if (reaper.exitCode === null) await once(reaper, 'exit');
}
