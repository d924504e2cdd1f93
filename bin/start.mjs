#!/usr/bin/env node
// `npm start`: from a fresh clone to a running registry, with Node alone on the machine.
import { fileURLToPath } from 'node:url';
import { alone } from './lib/alone.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { fail, StartFault } from './lib/say.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

// npm that is killed outright passes nothing on; without it nobody would know how to stop us.
if (process.argv.includes('--with-parent')) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 500).unref();
}

try {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new StartFault(`Node ${process.versions.node} is too old: install Node 20.19 or later (24 is recommended).`);
  await alone(root, async () => {
    await ensureInstalled(root);
    await ensureBuilt(root);
  });
} catch (cause) {
  fail(cause);
}
// In this very process: signals and the exit code need no passing on, and nothing is left when we are killed.
await import('../dist/bundle/embedded.js');
