import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { root } from './sources.js';

interface Violation {
  from: string;
  to: string;
  rule: { name: string; severity: string };
}

const house: Record<string, string> = {
  'src/core/index.ts': "export { one } from './one.js';",
  'src/core/one.ts': 'export const one = 1;',
  'src/platform/index.ts': "import { one } from '../core/index.js';\nexport const floor = one;",
  'src/access/index.ts': "import { floor } from '../platform/index.js';\nexport const access = floor;",
  'src/registry/index.ts': "import { access } from '../access/index.js';\nexport const registry = access;",
  'src/registry/issue.store.ts': 'export const store = 1;',
  'src/attestation/index.ts': "import { registry } from '../registry/index.js';\nexport const attestation = registry;",
  'src/status/index.ts': 'export const status = 1;',
  'web/client/index.ts': 'export const client = 1;',
  'web/verify/main.ts': "import { client } from '../client/index.js';\nexport const page = client;",
};

const planted: { file: string; text: string; rule: string; title: string }[] = [
  {
    title: 'core that imports Node',
    file: 'src/core/digest.ts',
    text: "import { createHash } from 'node:crypto';\nexport const hash = createHash;",
    rule: 'core-is-pure',
  },
  {
    title: 'core that imports a library which is not on its list',
    file: 'src/core/library.ts',
    text: "import fastify from 'fastify';\nexport const server = fastify;",
    rule: 'core-libraries',
  },
  {
    title: 'the platform that imports a room, were it a type alone',
    file: 'src/platform/back.ts',
    text: "import type { registry } from '../registry/index.js';\nexport type Back = typeof registry;",
    rule: 'platform-looks-left',
  },
  {
    title: 'a room that imports its neighbour in the same column',
    file: 'src/status/neighbour.ts',
    text: "import { attestation } from '../attestation/index.js';\nexport const neighbour = attestation;",
    rule: 'status-looks-left',
  },
  {
    title: 'a room that enters another by a window',
    file: 'src/attestation/window.ts',
    text: "import { store } from '../registry/issue.store.js';\nexport const stolen = store;",
    rule: 'registry-by-its-door',
  },
  {
    title: 'two files in a circle',
    file: 'src/registry/egg.ts',
    text: "import { hen } from './hen.js';\nexport const egg = (): unknown => hen;",
    rule: 'no-circular',
  },
  {
    title: 'a page that imports the server',
    file: 'web/verify/server.ts',
    text: "import { floor } from '../../src/platform/index.js';\nexport const inside = floor;",
    rule: 'web-imports-core-and-client',
  },
  {
    title: 'a product file that imports a test',
    file: 'src/registry/cheat.ts',
    text: "import { world } from './world.spec.js';\nexport const cheat = world;",
    rule: 'production-imports-no-test',
  },
];

/** What dependency-cruiser says with our own rules about a house in a folder of its own. */
function cruise(files: Record<string, string>): Violation[] {
  const folder = mkdtempSync(join(tmpdir(), 'elicence-fence-'));
  try {
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) cpSync(join(root, name), join(folder, name));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const manifest = '{"name":"fastify","version":"1.0.0","main":"index.js"}';
    mkdirSync(join(folder, 'node_modules/fastify'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/fastify/package.json'), manifest);
    writeFileSync(join(folder, 'node_modules/fastify/index.js'), '');
    const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'web'];
    const said = execFileSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
    return (JSON.parse(said) as { summary: { violations: Violation[] } }).summary.violations;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the import line', () => {
  let violations: Violation[];

  beforeAll(() => {
    const plants = Object.fromEntries(planted.map(({ file, text }) => [file, text]));
    violations = cruise({
      ...house,
      ...plants,
      'src/registry/hen.ts': "import { egg } from './egg.js';\nexport const hen = (): unknown => egg;",
      'src/registry/world.spec.ts': 'export const world = 1;',
    });
  });

  it('lets a house stand that keeps it', () => {
    expect(cruise(house)).toEqual([]);
  });

  it.each(planted)('refuses $title', ({ file, rule }) => {
    const found = violations.filter(({ from }) => from === file);
    expect(found.map((one) => one.rule)).toContainEqual({ name: rule, severity: 'error' });
  });

  it('refuses nothing but what was planted', () => {
    const files = new Set(planted.map(({ file }) => file));
    expect(violations.filter(({ from }) => !files.has(from))).toEqual([]);
  });
});
