// A test runner for Stryker that keeps core's specs in one process: a mutant is switched on and the tests that reach it run
// at once. By jest every mutant would load a hundred modules anew, which takes a hundred times as long.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { begin, registry } from './jest-globals.mjs';

const folders = ['src/core/verification', 'src/core/trust-bundle'];
/** These take minutes and say by the thousand what the others say once. */
const slow = /(?:altered-byte|history\.property)\.spec\.ts$/;

const specs = folders.flatMap((folder) =>
  readdirSync(resolve(folder), { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.spec.ts') && !slow.test(name))
    .sort(),
);

/** What instrumented code asks which mutant it is. */
const context = () => {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
};

class InProcess {
  version = 0;
  tests = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Imports every spec, and so the world of each, anew. */
  async load() {
    this.version++;
    begin();
    context().currentTestId = undefined;
    for (const spec of specs) await import(`${pathToFileURL(resolve(spec)).href}?v=${this.version}`);
    this.tests = registry.tests;
  }

  async dryRun() {
    context().activeMutant = undefined;
    context().mutantCoverage = { static: {}, perTest: {} };
    try {
      await this.load();
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error?.stack ?? error) };
    }
    return this.run(this.tests, false);
  }

  async mutantRun({ activeMutant, testFilter, mutantActivation, reloadEnvironment, hitLimit }) {
    const now = context();
    now.hitCount = hitLimit === undefined ? undefined : 0;
    now.hitLimit = hitLimit;
    now.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    if (reloadEnvironment || this.tests.length === 0) {
      try {
        await this.load();
      } catch (error) {
        // A mutant with which no test can even be set up is found out by all of them.
        const failed = {
          id: testFilter?.[0] ?? 'load',
          name: 'load',
          timeSpentMs: 0,
          status: TestStatus.Failed,
          failureMessage: String(error),
        };
        this.tests = [];
        return toMutantRunResult({ status: DryRunStatus.Complete, tests: [failed] }, true);
      }
    }
    now.activeMutant = activeMutant.id;
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    const result = await this.run(
      wanted === undefined ? this.tests : this.tests.filter(({ id }) => wanted.has(id)),
      true,
    );
    // What was loaded with a mutant in it is of no use to the next.
    if (reloadEnvironment) this.tests = [];
    return toMutantRunResult(result, true);
  }

  async run(tests, bail) {
    const results = [];
    for (const { id, name, run } of tests) {
      context().currentTestId = id;
      const began = performance.now();
      const told = { id, name };
      try {
        await run();
        results.push({ ...told, status: TestStatus.Success, timeSpentMs: performance.now() - began });
      } catch (error) {
        results.push({
          ...told,
          status: TestStatus.Failed,
          failureMessage: String(error?.message ?? error),
          timeSpentMs: performance.now() - began,
        });
        if (bail) break;
      }
    }
    const { hitCount, hitLimit, mutantCoverage } = context();
    const timeout = bail ? determineHitLimitReached(hitCount, hitLimit) : undefined;
    return timeout ?? { status: DryRunStatus.Complete, tests: results, mutantCoverage };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcess)];
