import { once } from 'node:events';
import { join } from 'node:path';
import { loadLedger, logIdOf } from '../../attestation/index.js';
import type { KnownAnchor, NoteKey } from '../../core/index.js';
import {
  type ChainView,
  createWitnessKey,
  EvidenceFolder,
  HttpSource,
  LogMemory,
  LogMirror,
  lookUpAnchor,
  openWitnessKey,
  serveWitness,
  startMirroring,
  type WatchedLog,
} from '../../oversight/index.js';
import { type Config, createLog, nodeCrypto, rfc3339, systemClock } from '../../platform/index.js';
import { lockFolder } from '../embedded/folder-lock.js';
import { Usage } from './usage.js';
import { readWitnessOptions, type WitnessOptions } from './witness-options.js';

/** The first step of a witness: its folder with a key, and the verifier key that logs and trust lists name it by. */
export async function createWitnessKeys(args: string[]): Promise<string> {
  const [folder, name] = args;
  if (!folder || !name || args.length > 2 || /[\s+]/.test(name)) {
    throw new Usage(
      'usage: elicence witness keys create <new folder> <name>\n  a name like witness.example/w1, with no blank and no +',
    );
  }
  return createWitnessKey(folder, name, nodeCrypto).verifierKey;
}

/** Runs a witness until it is told to stop. */
export async function runWitness(config: Config, args: string[]): Promise<string> {
  const options = readWitnessOptions(args);
  const { folder, logs, host, port } = options;
  const signer = openWitnessKey(folder, nodeCrypto);
  const lock = lockFolder(folder, 'A witness', 'never run two of one name.');
  const log = createLog(config.LOG_LEVEL, 'witness');
  const evidence = new EvidenceFolder(join(folder, 'evidence'));
  const key = logs[0] as NoteKey;
  const mirror = options.url === undefined ? undefined : LogMirror.open(join(folder, 'mirror'), key, nodeCrypto);
  const mirroring =
    mirror &&
    startMirroring(mirror, new HttpSource(options.url as string), {
      lie: (found) => {
        log.error({ code: found.code }, found.says);
        evidence.hold('mirror-differs', { ...found }, rfc3339(systemClock()));
      },
      fault: (err) => log.warn({ err }, 'the log can not be copied now'),
    });
  const views = await openViews(options, key);
  const lookUp = views && ((anchor: KnownAnchor) => lookUpAnchor(views, anchor));
  const watched = logs.map((key): [string, WatchedLog] => [
    key.name,
    {
      key,
      memory: new LogMemory(join(folder, 'logs'), key, nodeCrypto),
      ...(mirroring ? { signed: (note: string) => mirroring.follow(note) } : {}),
      ...(lookUp ? { lookUp } : {}),
    },
  ]);
  const parts = { signer, logs: new Map(watched), evidence, crypto: nodeCrypto, clock: systemClock };
  // What was signed before the last stop may not be copied yet.
  const last = watched[0]?.[1].memory.latest();
  if (last) mirroring?.follow(last.note);
  const served = await serveWitness(parts, {
    host,
    port,
    mirror,
    onFault: (err) => log.error({ err }, 'the witness could not answer'),
  });
  process.stdout.write(`${signer.key.name} is watching on http://${host}:${served.port}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await served.close();
  await mirroring?.stop();
  for (const { provider } of views ?? []) provider.destroy();
  lock.release();
  return 'the witness has stopped';
}

async function openViews({ chain }: WitnessOptions, key: NoteKey) {
  if (chain === undefined) return undefined;
  const { LedgerChain, nodeName, openFinality, openProvider } = await loadLedger();
  return chain.rpcUrls.flatMap((url, place) => {
    const provider = openProvider(url, chain.chainId, undefined, nodeName(url, place));
    return chain.contracts.map((contract): ChainView & { provider: typeof provider } => ({
      provider,
      chain: new LedgerChain(provider, chain.chainId, contract, logIdOf(key.name)),
      finality: openFinality(chain.finality, provider),
    }));
  });
}
