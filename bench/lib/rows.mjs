// What is measured, with the targets of the house. `atMost`: the less the better. `floor`: which floors a row stands on.

/** Closed loop, product against straight line, requests per second. */
export const loopRows = [
  {
    id: 'V1',
    what: 'verify a presented credential with its receipt',
    target: 0.8,
    fails: 0.55,
    floor: 'presented',
    group: 'states',
  },
  { id: 'V2', what: 'verify by identifier and code', target: 0.75, fails: 0.5, floor: 'records', group: 'records' },
  {
    id: 'V3',
    what: 'verify repeated credentials (1,000 in turn)',
    target: 1.6,
    fails: 1.2,
    floor: 'presented',
    group: 'states',
    count: 1_000,
  },
  {
    id: 'I1',
    what: 'issue, answered after the durable commit',
    target: 0.65,
    fails: 0.4,
    floor: 'issue',
    group: 'stores',
  },
];

/** All others; a row of two figures has them as parts, each with a target of its own. */
export const rows = {
  M1: [{ what: 'resident memory under load', target: 1.4, fails: 2, atMost: true }],
  L1: [
    { what: 'open loop at 30 % of the straight line’s rate, p50', target: 1.5, fails: 3, atMost: true },
    { what: 'the same, p99', target: 1.5, fails: 3, atMost: true },
  ],
  L2: [{ what: 'verify p99 while 50,000 leaves are anchored, against without', target: 1.5, fails: 3, atMost: true }],
  S1: [{ what: 'start to first right answer, against a Nest + Fastify hello', target: 1.6, fails: 3, atMost: true }],
  P1: [
    { what: 'SD-JWT of 15 claims against @sd-jwt/sd-jwt-vc: issue', target: 4, fails: 2 },
    { what: 'the same: verify', target: 8, fails: 4 },
  ],
  P2: [
    { what: 'JWS against node:crypto: issue', target: 0.85, fails: 0.6 },
    { what: 'the same: verify', target: 0.9, fails: 0.7 },
  ],
  P3: [{ what: 'whole HTTP verify against OpenAttestation’s in process', target: 12, fails: 8 }],
  P5: [
    { what: 'tree of 100,000 leaves against @openzeppelin/merkle-tree', target: 50, fails: 20 },
    { what: 'the same against merkletreejs', target: 3, fails: 2 },
  ],
  A1: [{ what: 'anchor pipeline: journal to stored root', target: 0.7, fails: 0.4 }],
};

/** In the order of the report. */
export const rowIds = ['V1', 'V2', 'V3', 'I1', 'M1', 'L1', 'L2', 'A1', 'S1', 'P1', 'P2', 'P3', 'P5'];

/** One line of the report: a row's part with its figure. `ours` and `other` are texts to be shown. */
export const lineOf = (id, part, ratio, ours, other) => ({ id, ...rows[id][part], ratio, ours, other });

/** `reached`, `short` of the target, or `fails`; – without a figure. */
export function verdictOf({ ratio, target, fails, atMost }) {
  if (!Number.isFinite(ratio)) return '–';
  const reaches = (bound) => (atMost ? ratio <= bound : ratio >= bound);
  return reaches(target) ? 'reached' : reaches(fails) ? 'short' : 'fails';
}

/** How far the straight line's CPU may be above the sum of its floors before it is not honest any more. */
export const honestUpTo = 1.2;

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The median of what each round's two sides give as a quotient. */
export const medianRatio = (above, below) => median(above.map((value, n) => value / below[n]));
