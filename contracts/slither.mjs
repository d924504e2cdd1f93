// `npm run slither`: static analysis of the contracts. Needs Slither (Python, `pip install slither-analyzer`) on the PATH, and no
// native compiler: what the npm compiler answers is handed over in the form of a Hardhat build. Not part of `npm test`.
// What was found and what came of it: docs/adr/0015-contracts-roles-succession.md.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileContracts } from './compile.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { input, output, read, version } = compileContracts(
  ['abi', 'evm.bytecode', 'evm.deployedBytecode', 'devdoc', 'userdoc'],
  true,
);
const folder = mkdtempSync(join(tmpdir(), 'elicence-slither-'));
try {
  for (const [path, content] of read) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'hardhat.config.js'), 'module.exports = {};');
  mkdirSync(join(folder, 'artifacts/build-info'), { recursive: true });
  const build = { solcVersion: version, input, output };
  writeFileSync(join(folder, 'artifacts/build-info/contracts.json'), JSON.stringify(build));
  cpSync(join(here, 'slither.config.json'), join(folder, 'slither.config.json'));
  const args = [
    '.',
    '--hardhat-ignore-compile',
    '--hardhat-artifacts-directory',
    'artifacts',
    ...process.argv.slice(2),
  ];
  const { status, error } = spawnSync('slither', args, { cwd: folder, stdio: 'inherit' });
  if (error) throw new Error(`slither does not start: ${error.message}`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
