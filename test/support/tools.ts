import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** Whether a program of somebody else is on this machine. */
const has = (tool: string): boolean => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;

/**
 * Tests that need programs of others (`npm test` asks for Node alone). Where one is missing they are not run: one line on
 * standard error and a test of that name say so; with `REQUIRE_TOOLS` set that test fails, for a machine that must have them.
 */
export function describeWithTools(what: string, tools: readonly string[], body: () => void): void {
  const missing = tools.filter((tool) => !has(tool));
  if (missing.length === 0) {
    describe(what, body);
    return;
  }
  const lacking = `not run, for this machine has no ${missing.join(', ')}`;
  process.stderr.write(`${what}: ${lacking}\n`);
  describe(what, () => {
    it(lacking, () => expect(process.env.REQUIRE_TOOLS ?? '').toBe(''));
  });
}
