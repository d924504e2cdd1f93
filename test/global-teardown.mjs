import { once } from 'node:events';

export default async function tearDown() {
  const { parts, reaper } = globalThis.__elicenceTest;
  await parts.stop();
  reaper.ref();
  reaper.stdin.end();
  if (reaper.exitCode === null) await once(reaper, 'exit');
}
