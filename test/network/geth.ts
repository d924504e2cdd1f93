import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The last release with Clique and the miner that it needs. */
const version = 'v1.13.15';
const command = 'github.com/ethereum/go-ethereum/cmd/geth';

/**
 * Answers the path of geth, built by Go from its module proxy the first time and kept in the user's cache, outside of the
 * repository. `GETH_PATH` names one that is there already.
 *
 * @throws Error when there is neither it nor Go, or when the build fails
 */
export async function ensureGeth(say: (line: string) => void): Promise<string> {
  if (process.env.GETH_PATH) return process.env.GETH_PATH;
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'elicence');
  const geth = join(cache, `geth-${version}`);
  if (existsSync(geth)) return geth;
  const go = findGo();
  if (!go)
    throw new Error('no Go: it is looked for in PATH and in /usr/local/go/bin, or name a geth 1.13 in GETH_PATH');
  say(`building geth ${version} with ${go}; some minutes the first time`);
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'geth-build-'));
  try {
    // Without the flag the link fails since Go 1.23: a dependency of that release refers to a private symbol of the runtime.
    const build = spawn(go, ['install', '-ldflags=-checklinkname=0', `${command}@${version}`], {
      env: { ...process.env, GOBIN: draft },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    build.stderr.on('data', (chunk: Buffer) => {
      told = (told + chunk.toString()).slice(-4_000);
    });
    const [code] = await once(build, 'close');
    if (code !== 0) throw new Error(`geth can't be built:\n${told}`);
    renameSync(join(draft, 'geth'), geth);
    return geth;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function findGo(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/local/go/bin'];
  return folders.map((folder) => join(folder, 'go')).find((path) => existsSync(path));
}
