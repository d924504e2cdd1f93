// Ends the parts of a test run whose main process was killed: it alone holds the other end of our standard input.
import { rmSync } from 'node:fs';
import { endSharedRegistry } from './end-shared-registry.mjs';

const [folder, ...pids] = process.argv.slice(2);
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.stdin.resume();
process.stdin.on('error', () => {});
process.stdin.on('close', async () => {
  for (const pid of pids) {
    try {
      process.kill(Number(pid), 'SIGQUIT');
    } catch {
      // gone already
    }
  }
  await endSharedRegistry(folder);
  setTimeout(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }), 300);
});
