import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type EcPublicJwk,
  readTrustBundle,
  type TrustBundle,
  trustBundleIssue,
  trustBundleLimits,
  trustBundleTexts,
} from '../../core/index.js';
import { HttpSource } from '../../oversight/index.js';
import { type Config, nodeCrypto, systemClock } from '../../platform/index.js';
import { readIfThere, replaceFile } from '../embedded/durable-file.js';
import { baseUrlOf, configuredTrustRoot } from '../runtime.js';
import { Usage } from './usage.js';

const usage = `usage: elicence trust-bundle [options]
  fetches the registry's trust bundle, judges it by the pinned root in TRUST_ROOT_JWK and keeps it for verifying offline
  --url <registry>   the registry, else BASE_URL
  --out <file>       where it is kept, else ./elicence.trust-bundle; one older than the bundle there is refused`;
const options = { url: { type: 'string' }, out: { type: 'string', default: 'elicence.trust-bundle' } } as const;

/**
 * Fetches a trust bundle and keeps it in a file, which is replaced whole or not at all.
 *
 * @throws Usage, or Error when it can't be had, is refused, or is older than the one in the file
 */
export async function fetchTrustBundle(config: Config, args: string[]): Promise<string> {
  const { url, out } = readArguments(args);
  const root = configuredTrustRoot(config);
  const path = resolve(out);
  const seen = issueOf(path, root);
  const registry = (url ?? baseUrlOf(config)).replace(/\/+$/, '');
  const bytes = await new HttpSource(registry).read('/log/trust-bundle', trustBundleLimits.length);
  if (bytes === undefined) throw new Error(`${registry} serves no trust bundle`);
  const text = bytes.toString('utf8').trim();
  const read = readTrustBundle(text, { root, at: systemClock(), seen }, nodeCrypto);
  if (!read.ok) {
    const { says, next } = trustBundleTexts[read.code].en;
    throw new Error(`${read.code}: ${says} ${next}${read.detail === undefined ? '' : ` (${read.detail})`}`);
  }
  replaceFile(path, `${text}\n`);
  return inWords(path, read.value);
}

function inWords(path: string, { issuer, number, asOf, expiresAt, ...held }: TrustBundle): string {
  const { trust, statusLists, anchors } = held;
  return [
    `${path}: trust bundle ${number} of ${issuer}`,
    `  as of ${asOf}, to be used until ${expiresAt}`,
    `  trust list ${trust.number}, status lists: ${statusLists.length}, anchors: ${anchors.length}`,
  ].join('\n');
}

/** The numbers of the bundle that is there; undefined when there is no file. What is no bundle is not written over. */
function issueOf(path: string, root: EcPublicJwk) {
  const kept = readIfThere(path);
  if (kept === undefined) return undefined;
  const issue = trustBundleIssue(kept.trim(), root, nodeCrypto);
  if (issue === undefined) throw new Error(`${path} is no trust bundle of this root: move it away first`);
  return issue;
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (fault) {
    throw new Usage(`${fault instanceof Error ? fault.message : ''}\n${usage}`);
  }
}
