import type { PoolClient } from 'pg';
import { type CryptoPort, contentDigest, formatDigest, versionEntry } from '../core/index.js';
import { readVersionRows, type VersionRow } from './rebuild.store.js';

const page = 500;

/** Names every record version that is not what its entry, its content and the version before it say. */
export async function checkVersions(
  client: PoolClient,
  crypto: CryptoPort,
  tell: (fault: string) => void,
): Promise<void> {
  let before: VersionRow | undefined;
  for (;;) {
    const rows = await readVersionRows(client, before, page);
    for (const row of rows) {
      const fault = versionFault(row, before, crypto);
      if (fault !== undefined) tell(`record version ${row.kind} ${row.name} ${row.number}: ${fault}`);
      before = row;
    }
    if (rows.length < page) return;
  }
}

function versionFault(row: VersionRow, before: VersionRow | undefined, crypto: CryptoPort): string | undefined {
  const { version, entry, salt, content } = row;
  if (salt.length !== 32 || !entry.equals(versionEntry(version, salt, crypto))) {
    return 'its entry is not the one of its version and salt';
  }
  if (version.kind !== row.kind || version.name !== row.name || version.number !== row.number) {
    return 'its row names another version';
  }
  if (contentDigest(content, crypto) !== version.contentDigest) return 'its content is another than it names';
  const last = before?.kind === row.kind && before.name === row.name ? before : undefined;
  if (version.number !== (last?.number ?? 0) + 1) return 'the version before it is missing';
  const previous = last ? formatDigest(last.entry) : null;
  return version.previous === previous ? undefined : 'it names another version before it';
}
