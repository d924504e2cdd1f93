import { brought } from './craft.js';
import { past } from './history.js';
import { asked, bound, presented } from './key-binding.js';
import { early } from './receipt.js';
import { at, c, carrierKeys, deflate, iso, logged, statusToken, trustOf, w } from './scene.js';
import { stated, statement } from './statements.js';
import { whole } from './trust-bundle.js';
import type { BaseName, Overlay } from './vector.js';

/** The genuine cases, each laid over `master`: a verifier finds every one of them valid. */
export const bases: Record<BaseName, () => Overlay> = {
  master: () => ({
    '/at': at,
    '/credential': w.issued.credential,
    '/trust': { jws: trustOf(), root: w.root.jwk, asOf: iso(at) },
    '/status': { from: 'token', token: statusToken(), asOf: iso(at) },
    '/receipt': { value: null, brought: true },
    '/anchors': { anchors: [], asOf: iso(at) },
    ...logged(w.issued),
  }),
  bound: () => ({ ...brought(bound), '/credential': presented(), '/keyBinding': asked }),
  stated: () => stated((anchor) => [statement({ ...anchor })]),
  pending: () => ({
    '/at': early,
    '/trust/asOf': iso(early),
    '/status': { from: 'token', token: statusToken({}, early), asOf: iso(early) },
    '/receipt': { unavailable: 'not logged yet' },
    '/promise': w.promiseFor(w.issued),
  }),
  qr: () => ({
    '/carrier': { kind: 'qr', content: c.qr({}, carrierKeys.good, carrierKeys.good.keyId, deflate), masterFound: true },
  }),
  vc: () => ({ '/carrier': { kind: 'vc-jwt', content: c.vc(), masterFound: true } }),
  past: () => past(),
  bundle: () => ({ '/bundle': { text: whole() } }),
};
