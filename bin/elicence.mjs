#!/usr/bin/env node
// The command `elicence`; its work is in src/entry/cli.ts.
import { existsSync } from 'node:fs';

const cli = new URL('../dist/bundle/cli.js', import.meta.url);
if (existsSync(cli)) {
  await import(cli.href);
} else {
  process.stderr.write('elicence is not built yet: run "npm ci && npm run build" in its checkout.\n');
  process.exitCode = 1;
}
