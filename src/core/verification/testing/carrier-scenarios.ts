import type { CarrierAloneEvidence } from '../alone/verify-carrier-alone.js';
import type { CarrierCode } from '../codes.js';
import type { Evidence } from '../evidence.js';
import { Carriers } from './carriers.js';
import { identifier, iso, issuedAt, type World } from './world.js';

/** For every code about a carrier, evidence in which that alone is wrong. */
export function carrierScenarios(w: World): { [C in CarrierCode]: () => Evidence } {
  const c = new Carriers(w);
  const qr = (content: string, change: Partial<Evidence> = {}) => c.evidence({ kind: 'qr', content }, change);
  const other = () => c.qrInput(c.master(w.issue({ identifier: identifier({ version: 2 }) })));
  return {
    'carrier-malformed': () => qr(`${c.qr()}A`),
    'carrier-of-another-master': () => qr(c.qr(other())),
    'carrier-signer-unknown': () => qr(c.qr({}, c.stranger)),
    'carrier-signature-wrong': () => qr(c.qr({}, c.stranger, c.key.keyId)),
    'carrier-signer-compromised': () => qr(c.qr(), { trust: c.trust({ compromisedAt: '2026-03-04T00:00:00Z' }) }),
    'carrier-signer-not-in-period': () => qr(c.qr(), { trust: c.trust({ until: iso(issuedAt) }) }),
    'carrier-field-differs': () => qr(c.qr({ holders: ['李四'] })),
    'carrier-not-on-record': () => c.evidence({ kind: 'qr', content: c.qr(), onRecord: false }),
  };
}

/** A code whose master is not in hand, all else being well. */
export function aloneScenario(w: World): CarrierAloneEvidence {
  const c = new Carriers(w);
  return c.alone({ kind: 'qr', content: c.qr() });
}
