// npm run test:fsck: Tessera's fsck and `elicence log audit` on a log of 100,000 entries that the product serves, while it
// grows, and on each kind of tampered tile. Needs Go for fsck.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestParts } from '../../src/entry/embedded/testing/test-parts.js';
import { HttpSource } from '../../src/oversight/index.js';
import { type ServedLog, startServedLog } from '../support/served-log.js';
import { startTamperingProxy, type TamperingProxy } from '../support/tampering-proxy.js';
import { type FsckTool, installFsck } from './fsck-tool.js';
import { kindsOfTampering } from './tamperings.js';

const sizes = [1, 255, 256, 257, 1_000, 65_536, 65_537, 100_000];
const violations: string[] = [];
const say = (line: string) => console.log(line);
const tilesOf = (size: number) => Math.ceil(size / 256) + Math.ceil(size / 65_536) + 2;

async function whileItGrows(log: ServedLog, fsck: FsckTool): Promise<void> {
  let has = 0;
  for (const size of sizes) {
    for (; has < size; has += Math.min(5_000, size - has)) await log.ledger.append(Math.min(5_000, size - has));
    const grown = performance.now();
    await log.settle();
    const checked = performance.now();
    const found = await fsck.check(log.url, log.noteKey, tilesOf(size));
    const seconds = ((performance.now() - checked) / 1000).toFixed(1);
    const accepted = 'size' in found && found.size === size;
    if (!accepted) violations.push(`fsck does not accept the log of ${size} entries: ${JSON.stringify(found)}`);
    say(
      `size ${size}: grown and anchored in ${((checked - grown) / 1000).toFixed(1)} s; fsck ${accepted ? 'accepts it' : 'REFUSES it'} in ${seconds} s`,
    );
  }
}

async function auditWhole(log: ServedLog): Promise<void> {
  const began = performance.now();
  const { lie, entries, tiles, anchorsOnChain } = await log.audit();
  const seconds = (performance.now() - began) / 1000;
  if (lie) violations.push(`the audit finds a lie in the honest log: ${lie.says}`);
  const rate = Math.round(entries / seconds);
  say(`audit: ${entries} entries, ${tiles} tiles, ${anchorsOnChain} anchors on the chain: ${lie?.code ?? 'clean'}`);
  say(`audit: ${seconds.toFixed(1)} s, ${rate} entries a second`);
}

async function tampered(log: ServedLog, fsck: FsckTool, proxy: TamperingProxy): Promise<void> {
  const size = sizes.at(-1)!;
  const through = await fsck.check(proxy.url, log.noteKey, tilesOf(size));
  if (!('size' in through)) violations.push(`fsck refuses the honest log through the proxy: ${through.says}`);
  for (const { name, fsckSees, change } of kindsOfTampering(size)) {
    let changed = 0;
    proxy.tamper((address, body) => {
      const now = change(address, body);
      if (now !== body) changed++;
      return now;
    });
    const found = await fsck.check(proxy.url, log.noteKey, tilesOf(size));
    const refused = !('size' in found);
    const { lie } = await log.audit({ source: new HttpSource(proxy.url, { tries: 1 }) });
    say(`${name}: fsck ${refused ? 'refuses' : 'accepts'}, audit ${lie ? `refuses (${lie.code})` : 'ACCEPTS'}`);
    if (changed === 0) violations.push(`${name}: nobody asked for what was tampered with`);
    if (refused !== fsckSees) violations.push(`${name}: fsck was expected to ${fsckSees ? 'refuse' : 'accept'} it`);
    if (!lie) violations.push(`${name}: the audit sees nothing`);
  }
}

const fsck = await installFsck();
if (!fsck) {
  say('test:fsck SKIPPED: there is no Go on this machine, from which alone Tessera’s fsck can be had.');
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'elicence-fsck-run-'));
// The database server may run as another user, who must get in here.
chmodSync(folder, 0o755);
const parts = await startTestParts(folder);
process.env.TEST_PG_URL = parts.postgresUrl;
try {
  const log = await startServedLog();
  const proxy = await startTamperingProxy(log.url);
  await whileItGrows(log, fsck);
  await auditWhole(log);
  await tampered(log, fsck, proxy);
  await proxy.close();
  await log.close();
} finally {
  await parts.stop();
  fsck.remove();
  rmSync(folder, { recursive: true, force: true });
}
for (const sentence of violations) console.error(`VIOLATION: ${sentence}`);
say(violations.length === 0 ? 'test:fsck passed' : `test:fsck FAILED: ${violations.length} violations`);
process.exit(violations.length === 0 ? 0 : 1);
