/** An algorithm (RFC 7518, RFC 9053) by which a credential or a carrier may be signed. */
export type Algorithm = 'ES256';

/** How checks become a verdict. Callers may narrow it; no policy turns a failed check into *valid*. */
export interface Policy {
  name: 'standard' | 'strict' | 'offline' | 'custom';
  /**
   * What an *indeterminate* attestation does to the verdict. `required`: it can't be *valid*; `within-grace`: it can while
   * the anchor is provably under way and the grace has not passed; `not-required`: it can. A failed one makes it *invalid*.
   */
  anchor: 'required' | 'within-grace' | 'not-required';
  /**
   * For how many seconds after its event a licence may be valid without a known anchor, if it comes with an inclusion
   * promise or a logged receipt; 0 where the anchor is required.
   */
  attestationGrace: number;
  /** How old the status may be, in seconds, before it counts as not known. */
  statusMaxAge: number;
  /** How long ago the trust list may have been got, in seconds, before it counts as not known. */
  trustMaxAge: number;
  /** By which algorithms the credential and its carrier may be signed; anything else fails *integrity*. */
  algorithms: readonly Algorithm[];
}

/** What a caller asks for; what it leaves out stays. Names of algorithms that core does not know are passed over. */
export type PolicyBounds = Partial<Omit<Policy, 'name' | 'algorithms'>> & { algorithms?: readonly string[] };

/** A policy by its name, or with bounds: these narrow a named one, and are what a `custom` one is composed of. */
export type PolicyChoice = Policy['name'] | ({ name: Policy['name'] } & PolicyBounds);

const day = 24 * 60 * 60;
const week = 7 * day;
const algorithms = Object.freeze(['ES256'] as const);
/** From the one that asks most to the one that asks least. */
const anchors = ['required', 'within-grace', 'not-required'] as const;

/** The default: the log has a day to anchor what it promised. */
export const standard: Policy = Object.freeze({
  name: 'standard',
  anchor: 'within-grace',
  attestationGrace: day,
  statusMaxAge: day,
  trustMaxAge: day,
  algorithms,
});

/** Wants the anchor at once. */
export const strict: Policy = Object.freeze({ ...standard, name: 'strict', anchor: 'required', attestationGrace: 0 });

/**
 * For a verifier without a network, who judges by a trust bundle: no anchor is required, and what is known may be a week
 * old. It is as wide as any policy may be.
 */
export const offline: Policy = Object.freeze({
  ...standard,
  name: 'offline',
  anchor: 'not-required',
  statusMaxAge: week,
  trustMaxAge: week,
});

const nothing: PolicyBounds = {
  anchor: 'required',
  attestationGrace: 0,
  statusMaxAge: 0,
  trustMaxAge: 0,
  algorithms: [],
};

/** A policy that asks for at least as much: of each bound the stricter one. A bound that is no number allows nothing. */
export function narrow(policy: Policy, bounds: PolicyBounds): Policy {
  const anchor = stricter(policy.anchor, bounds.anchor);
  return {
    name: policy.name,
    anchor,
    attestationGrace: anchor === 'required' ? 0 : least(policy.attestationGrace, bounds.attestationGrace),
    statusMaxAge: least(policy.statusMaxAge, bounds.statusMaxAge),
    trustMaxAge: least(policy.trustMaxAge, bounds.trustMaxAge),
    algorithms: policy.algorithms.filter((known) => bounds.algorithms?.includes(known) ?? true),
  };
}

/** A policy of the caller's own: as `standard` where it says nothing, and never wider than `offline`. */
export function compose(bounds: PolicyBounds): Policy {
  return { ...narrow(offline, { ...standard, ...present(bounds) }), name: 'custom' };
}

/** The policy that was chosen; `standard` when none was. */
export function choosePolicy(choice: PolicyChoice = 'standard'): Policy {
  const { name, ...bounds } = typeof choice === 'string' ? { name: choice } : choice;
  if (name === 'custom') return compose(bounds);
  const named = { standard, strict, offline }[name];
  return Object.keys(bounds).length === 0 ? named : narrow(named, bounds);
}

/** The policy as core takes it, from whatever hand: never wider than `offline`, and what is missing allows nothing. */
export function accepted(policy: Policy): Policy {
  if (policy === standard || policy === strict || policy === offline) return policy;
  const bounds = { ...nothing, ...present(policy) };
  return { ...narrow(offline, bounds), name: policy.name };
}

function stricter(one: Policy['anchor'], other: Policy['anchor'] = one): Policy['anchor'] {
  // What is none of the three counts as the strictest.
  return anchors[Math.max(0, Math.min(anchors.indexOf(one), anchors.indexOf(other)))] ?? 'required';
}

function least(limit: number, asked: number = limit): number {
  const seconds = Math.min(limit, asked);
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds);
}

/** Without the members that are given as `undefined`. */
function present(bounds: PolicyBounds): PolicyBounds {
  return Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined));
}
