import type { CheckName } from '../../src/core/index.js';
import type { Fault } from './fault.js';

const hour = 60 * 60_000;
const day = 24 * hour;
const dated: readonly CheckName[] = ['integrity', 'issuer', 'right-to-issue', 'validity', 'status', 'attestation'];

/** The clock of the process that answers, against the database's. */
const fromTheStart = (fault: string, ahead: number): Fault => ({
  fault,
  opens: dated,
  own: { begins: 'after', clock: { ahead, older: 0 } },
  begin: () => undefined,
  end: () => undefined,
});
const jump = (fault: string, ms: number): Fault => ({
  fault,
  opens: dated,
  begin: ({ process }) => {
    process.clock.ahead += ms;
  },
  end: ({ process }) => {
    process.clock.ahead -= ms;
  },
});

export const ofClock: readonly Fault[] = [
  ...(
    [
      // Longer than the table takes: a clock that is behind by less may or may not be so before the licence was issued.
      ['an hour ahead', hour],
      ['an hour behind', -hour],
      ['a day ahead', day],
      ['a day behind', -day],
    ] as const
  ).flatMap(([what, ms]) => [
    fromTheStart(`wrong: ${what} from the start`, ms),
    jump(`jumps: ${what} while it runs`, ms),
  ]),
];
