#!/usr/bin/env node
// `node bench/table.mjs <file>`: the table of all rows out of what `npm run bench -- --json <file>` wrote.
import { readFileSync } from 'node:fs';
import { summary } from './lib/report.mjs';

process.stdout.write(`${summary(JSON.parse(readFileSync(process.argv[2], 'utf8')).rows)}\n`);
