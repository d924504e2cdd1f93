import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import ts from 'typescript';
import { judgeRecorded, readRecordedEvidence } from '../../src/core/index.js';
import { at } from '../../src/core/verification/testing/world.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { byCommand } from '../agreement/judges.js';
import { readVectors } from '../agreement/vectors.js';
import { read, root as repository } from '../architecture/sources.js';
import { StubRegistries } from '../support/stub-registry.js';
import { inBrowser } from './in-browser.js';
import { offlineFiles } from './offline-files.js';
import { type Consumer, run, unpackForConsumer } from './unpack.js';

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

// Others may hold both cores.
jest.setTimeout(180_000);

describe('the packed @elicence/core', () => {
  let consumer: Consumer;
  let files: string[];
  let manifest: Record<string, unknown> & {
    exports: Record<string, string | { types: string; default: string }>;
    dependencies: Record<string, string>;
  };
  const text = (file: string) => readFileSync(join(consumer.core, file), 'utf8');
  const modules = (end: RegExp) => files.filter((file) => file.startsWith('dist/') && end.test(file));

  beforeAll(async () => {
    consumer = await unpackForConsumer();
    files = below(consumer.core);
    manifest = JSON.parse(text('package.json'));
  }, 240_000);
  afterAll(() => rmSync(consumer.folder, { recursive: true, force: true }));

  it('has a manifest for those who install it, and nothing of the workspace', () => {
    const source = JSON.parse(read('src/core/package.json'));
    const { name, version, license, dependencies } = source;
    expect(manifest).toMatchObject({ name, version, license, dependencies, type: 'module', sideEffects: false });
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['private']));
    for (const left of ['private', 'devDependencies', 'scripts', 'workspaces'])
      expect(manifest).not.toHaveProperty(left);
    for (const wanted of ['README.md', 'LICENSE', 'CODES.md']) expect(files).toContain(wanted);
    expect(files.filter((file) => /\.spec\.|testing\/|tsconfig|\.env/.test(file))).toEqual([]);
  });

  it('opens compiled modules alone, each with its types and its source map', () => {
    const doors = Object.keys(JSON.parse(read('src/core/package.json')).exports);
    expect(Object.keys(manifest.exports)).toEqual([...doors, './package.json']);
    for (const door of Object.values(manifest.exports)) {
      for (const target of typeof door === 'string' ? [door] : [door.types, door.default]) {
        expect(target).toMatch(/^\.\/(dist\/.+(\.d\.ts|\.js)|package\.json)$/);
        expect(files).toContain(target.slice(2));
      }
      if (typeof door === 'object') expect(Object.keys(door)).toEqual(['types', 'default']);
    }
    const compiled = modules(/\.js$/);
    expect(compiled.length).toBeGreaterThan(100);
    expect(modules(/(?<!\.d)\.ts$/)).toEqual([]);
    for (const file of compiled) {
      expect(files).toContain(file.replace(/\.js$/, '.d.ts'));
      const map = JSON.parse(text(`${file}.map`)) as { sources: string[]; sourcesContent: string[] };
      expect(map.sources.every((source) => !source.includes('..'))).toBe(true);
      expect(map.sourcesContent[0]?.length).toBeGreaterThan(0);
    }
  });

  it('imports what is in it and what its manifest names, and nothing of a platform', () => {
    const faults: string[] = [];
    for (const file of modules(/\.(d\.ts|js)$/)) {
      const { importedFiles } = ts.preProcessFile(text(file), true, true);
      for (const { fileName } of importedFiles) {
        const isInside = fileName.startsWith('.');
        const owner = fileName
          .split('/')
          .slice(0, fileName.startsWith('@') ? 2 : 1)
          .join('/');
        const there = isInside
          ? existsSync(join(consumer.core, dirname(file), fileName))
          : owner in manifest.dependencies;
        if (!there) faults.push(`${file}: ${fileName}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it.each<[string, ts.CompilerOptions]>([
    ['nodenext', { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }],
    ['bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
  ])('type-checks in a strict consumer under %s, its own declarations included', (_name, options) => {
    const file = join(consumer.folder, 'consumer.ts');
    writeFileSync(join(consumer.folder, 'package.json'), '{"type":"module"}');
    writeFileSync(file, consumerText);
    const program = ts.createProgram([file], {
      ...options,
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      preserveSymlinks: true,
    });
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map((fault) => `${fault.file?.fileName} ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`);
    // One fault is planted: were the package's types not found, everything would be any and it would pass.
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/consumer\.ts Type '"valid" \| "invalid"' is not assignable/);
  });

  it('judges in Node what the command line judges, byte for byte, by either port', async () => {
    const { root, vectors } = readVectors();
    const pinned = join(consumer.folder, 'root.jwk');
    writeFileSync(pinned, JSON.stringify(root));
    const { stdout } = await example('judge-again.mjs', pinned, ...vectors.map(({ path }) => path));
    expect(stdout.trim().split('\n')).toEqual(await byCommand());
  });

  it('judges offline in Node by its example, and takes no bundle older than one seen', async () => {
    const { root, bundle, older, licence } = offlineFiles(consumer.folder);
    const memory = join(consumer.folder, 'memory');
    const { stdout } = await example('verify-offline.mjs', root, bundle, licence, memory);
    expect(stdout).toMatch(/^valid, by what was known as of 2026-03-05T08:00:00/);
    expect(stdout).toContain('attestation: passed');
    expect(readFileSync(memory, 'utf8')).toBe('12');
    await expect(example('verify-offline.mjs', root, older, licence, memory)).rejects.toMatchObject({
      stderr: expect.stringContaining('trust-bundle-older-than-seen'),
    });
  });

  it('gathers from a registry and judges in Node by its example, and tells what could not be had', async () => {
    const { root, credential, answers } = offlineFiles(consumer.folder);
    const stubs = new StubRegistries();
    try {
      const whole = await example('verify-online.mjs', await stubs.start(answers), root, credential);
      expect(whole.stdout).toMatch(/^valid\n/);
      expect(stubs.asked.find(({ path }) => path === '/v1/verifications')?.body).toMatch(/~","evidence":true}$/);
      const broken = { ...answers, '/.well-known/elicence-trust': 503 };
      const lacking = await example('verify-online.mjs', await stubs.start(broken), root, credential);
      expect(lacking.stdout).toMatch(/^indeterminate\n/);
    } finally {
      stubs.close();
    }
  });

  it('judges offline in Chromium by its example page, bundled by vite', async () => {
    const { root, bundle, older, licence } = offlineFiles(consumer.folder);
    const page = join(consumer.core, 'examples/page');
    const built = join(consumer.folder, 'built');
    const vite = join(repository, 'node_modules/vite/bin/vite.js');
    await run(process.execPath, [vite, 'build', page, '--base', './', '--outDir', built, '--logLevel', 'error']);
    const script = below(built).find((file) => file.endsWith('.js')) as string;
    expect(statSync(join(built, script)).size).toBeLessThan(400_000);
    copyFileSync(root, join(built, 'root.json'));
    copyFileSync(bundle, join(built, 'trust-bundle'));
    const [verdict, then] = await inBrowser(built, async (tab) => {
      await tab.setInputFiles('#licence', licence);
      await tab.waitForFunction("document.getElementById('verdict').textContent !== ''");
      const first = await tab.textContent('#verdict');
      copyFileSync(older, join(built, 'trust-bundle'));
      await tab.setInputFiles('#licence', []);
      await tab.setInputFiles('#licence', licence);
      await tab.waitForFunction("document.getElementById('verdict').textContent.includes('not judged')");
      return [first, await tab.textContent('#verdict')];
    });
    expect(verdict).toMatch(/^valid, by what was known as of 2026-03-05/);
    expect(then).toContain('trust-bundle-older-than-seen');
  });

  it('has a port over node:crypto among its examples that judges as the other does', async () => {
    const { nodePort } = await import(join(consumer.core, 'examples/node-port.mjs'));
    const { root, vectors } = readVectors();
    for (const { path } of vectors) {
      const record = readRecordedEvidence(readFileSync(path, 'utf8'), { root });
      if (!record.ok) throw new Error(record.code);
      expect(judgeRecorded(record.value, nodePort)).toEqual(judgeRecorded(record.value, nodeCrypto));
    }
  });

  const example = (name: string, ...args: string[]) =>
    run(process.execPath, ['--import', standingStill, join(consumer.core, 'examples', name), ...args], {
      maxBuffer: 64 * 1024 * 1024,
    });
});

/** The examples ask the clock; the small world lives in March 2026. */
const standingStill = `data:text/javascript,Date.now = () => ${at}`;

const consumerText = `
import { type CheckCode, type Evidence, type Policy, type Report, reportText, standard, verify } from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';

export function judge(evidence: Evidence, policy: Policy = standard): string {
  const report: Report = verify(evidence, policy, 0, nobleCrypto);
  const codes: CheckCode[] = report.checks.map(({ code }) => code);
  const planted: 'invalid' = report.verdict === 'valid' ? report.verdict : 'invalid';
  return reportText(report) + codes.join() + planted;
}
`;
