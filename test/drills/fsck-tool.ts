import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const module = 'github.com/transparency-dev/tessera/cmd/fsck@v1.0.4';

/** Tessera's fsck: replays a C2SP tlog-tiles log over HTTP, recomputes every tile and the root. */
export interface FsckTool {
  /** The size that it says to have checked, else what it says instead. */
  check(url: string, noteKey: string, tiles: number): Promise<{ size: number } | { says: string }>;
  remove(): void;
}

/** Builds it from the Go module proxy; `undefined` where there is no Go. */
export async function installFsck(): Promise<FsckTool | undefined> {
  const hasGo = await run('go', ['version']).then(
    () => true,
    () => false,
  );
  if (!hasGo) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'elicence-fsck-'));
  await run('go', ['install', module], { env: { ...process.env, GOBIN: folder } });
  const keyFile = join(folder, 'log.key');
  return {
    check: async (url, noteKey, tiles) => {
      writeFileSync(keyFile, noteKey);
      // Each tile that is wrong ends one of its workers, and without any it waits for ever.
      const args = [`--storage_url=${url}/log/`, `--public_key=${keyFile}`, '--ui=false', '-N', String(tiles * 2 + 64)];
      const { stdout, stderr } = await run('timeout', ['300', join(folder, 'fsck'), ...args], {
        maxBuffer: 64 * 1024 * 1024,
      }).catch((fault: { stdout?: string; stderr?: string }) => ({
        stdout: fault.stdout ?? '',
        stderr: fault.stderr ?? '',
      }));
      const said = `${stdout}\n${stderr}`;
      // It ends with 0 on most errors: only this line counts.
      const size = /Successfully fsck'd log with size (\d+)/.exec(said)?.[1];
      return size === undefined ? { says: said.trim().split('\n').slice(-3).join(' | ') } : { size: Number(size) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
