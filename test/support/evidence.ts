import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Evidence, standard, verify } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { Keystore } from '../../src/signing/index.js';
import { readAnchorEvents } from './known-anchors.js';
import { anchoredReceipt, sayings } from './licences.js';
import { ask, type Demo } from './registry.js';

/** Evidence of a stranger: trust list and status token as their addresses serve them, anchors as the chain has them. */
export type Gathered = Evidence & {
  trust: { jws: string };
  status: { token: string };
  receipt: { value: object };
};

/** The claims of a compact JWS, or of a credential's JWT, unproven. */
export const payloadOf = (text: string) => JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString());

/** Gathers, once the licence's receipt names its anchor, all that `core` asks for, from public addresses alone. */
export async function gatherEvidence(
  demo: Demo,
  licence: { identifier: string; token: string; credential: string },
): Promise<Gathered> {
  const receipt = await anchoredReceipt(demo, licence);
  const asOf = new Date().toISOString();
  const { uri } = payloadOf(licence.credential).status.status_list;
  return {
    credential: licence.credential,
    trust: { jws: await (await fetch(demo.trust.url)).text(), root: demo.trust.publicKey, asOf },
    status: { from: 'token', token: await (await fetch(uri)).text(), asOf },
    receipt: { value: receipt, brought: true },
    anchors: { anchors: await readAnchorEvents(demo), asOf },
  };
}

type Told = Record<string, string>;

/** Verdict and checks that core gives, each as `outcome code`. */
export function toldByCore(evidence: Evidence): Told {
  const report = verify(evidence, standard, Date.now(), nodeCrypto);
  return { verdict: report.verdict, ...sayings(report) };
}

/** The same of the API. */
export async function toldByApi(demo: Demo, body: Record<string, unknown>): Promise<Told> {
  const { status, body: report } = await ask(demo.baseUrl, '/v1/verifications', { body, key: null });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(report)}`);
  return { verdict: report.verdict, ...sayings(report) };
}

/** The keys of a run, as whoever stole its folder would have them. */
export function openKeysOf(folder: string): Keystore {
  const keys = join(folder, 'keys');
  return Keystore.open(join(keys, 'keystore.json'), readFileSync(join(keys, 'passphrase'), 'utf8'));
}
