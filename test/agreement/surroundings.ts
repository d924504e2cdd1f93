import type { Evidence } from '../../src/core/index.js';
import { formatDigest, type ListedKey, type TrustList } from '../../src/core/index.js';
import { VersionLog } from '../../src/core/verification/testing/version-log.js';
import { newWitness, statementOf } from '../../src/core/verification/testing/witness.js';
import { at, codeA, crypto, hour, iso, issuedAt, type Signer } from '../../src/core/verification/testing/world.js';
import { anchors, c, certificates, issued, receipt, w } from '../carriers/scene.js';

const thumbprint = formatDigest(crypto.sha256(Buffer.from(certificates[0] as string, 'base64')));
const witness = newWitness('witness.example');

/** The trust list, changed; its carrier key too; signed by the root, or by another. */
export function trust(list: Partial<TrustList> = {}, key: Partial<ListedKey> = {}, signer?: Signer) {
  const keys = [...w.list.keys, c.listed({ certificate: thumbprint, ...key })];
  const jws = w.trustJws({ keys, witnesses: [witness.listed], witnessQuorum: 1, ...list }, signer);
  return { jws, root: w.root.jwk, asOf: iso(at) };
}

export const active = (asOf = at) => ({ from: 'registry', known: true, state: 'active', asOf: iso(asOf) }) as const;

export const state = (value: 'suspended' | 'revoked' | 'cancelled' | 'superseded') => ({
  status: { from: 'registry', known: true, state: value, asOf: iso(at), since: iso(at - hour) } as const,
});

/** The status as a token of the list says it. */
export const token = (value: 0 | 1 | 2, change: object = {}) => ({
  status: { from: 'token', token: w.statusToken(value, change), asOf: iso(at) } as const,
});

/** What the log states of its anchors, cosigned by the witness. */
export const statements = anchors.map((anchor) => witness.cosign(statementOf(w, anchor), at));

const nothing = { unavailable: 'no network', asOf: iso(at) };
/** Nobody was asked, and nothing came with the licence. */
export const alone = { status: nothing, receipt: nothing, anchors: nothing };

/** Evidence of a registry to which all is well. */
export function online(change: Partial<Evidence> = {}): Evidence {
  return {
    credential: issued.credential,
    trust: trust(),
    status: active(),
    receipt: { value: receipt, brought: false },
    anchors: { anchors, asOf: iso(at) },
    ...change,
  };
}

/** Evidence for another master than the scene's. */
export function ofMaster(made: typeof issued, change: Partial<Evidence> = {}): Evidence {
  const logged = w.log(made);
  return online({
    credential: made.credential,
    receipt: { value: logged.receipt, brought: false },
    anchors: { anchors: logged.anchors, asOf: iso(at) },
    ...change,
  });
}

/** The event of the scene's licence logged under blocks that came so long after it. */
export function loggedAfter(...after: number[]): Partial<Evidence> {
  const logged = w.log(
    issued,
    after.map((ms) => iso(issuedAt + ms)),
  );
  return {
    receipt: { value: logged.receipt, brought: true },
    anchors: { anchors: logged.anchors, asOf: iso(at) },
  };
}

/** The authority's right ended before the licence was issued. */
export const rightEnded = () => {
  const rights = [{ typeCode: issued.event.typeCode, from: '2020-01-01T00:00:00Z', until: '2026-03-01T00:00:00Z' }];
  return trust({
    authorities: w.list.authorities.map((one) => (one.creditCode === codeA ? { ...one, rights } : one)),
  });
};

/** A moment two days before the asking, at which the licence was suspended, with the versions around it. */
export function suspendedThen(): { evidence: Evidence; at: number } {
  const [from, until, moment] = [issuedAt + 10 * hour, issuedAt + 20 * hour, issuedAt + 15 * hour];
  const log = new VersionLog(w);
  log.publish(w.list, undefined, issuedAt - hour);
  log.press(1, new Uint8Array(64), issuedAt + hour);
  log.press(1, [{ index: 7, value: 2, time: from }], from + 1_000);
  log.press(1, [{ index: 7, value: 0, time: until }], until + 1_000);
  log.anchor(until + hour);
  const history = {
    roots: [w.root.jwk],
    trust: log.around('trust-list', 'trust', moment),
    status: log.around('status-list', '1', moment),
  };
  return {
    evidence: online({ history, anchors: { anchors: [...anchors, ...log.anchors], asOf: iso(at) } }),
    at: moment,
  };
}
