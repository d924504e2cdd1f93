import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

describe('the committed contract', () => {
  it('is what the sources compile to', async () => {
    const script = fileURLToPath(new URL('compile.mjs', import.meta.url));
    const { stderr } = await run(process.execPath, [script, '--check']);
    expect(stderr).toBe('');
  });
});
