/** What is measured, with the targets of the house: ratios to the straight line. `floor`: which floors it stands on. */
export const rows = [
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

export const memory = { id: 'M1', what: 'resident memory under load', target: 1.4, fails: 2 };

/** How far the straight line's CPU may be above the sum of its floors before it is not honest any more. */
export const honestUpTo = 1.2;

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
