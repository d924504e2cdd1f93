import type { CheckCode, CheckName } from '../../../src/core/index.js';

/** Replacements by JSON pointer into a case of `base.json`; `undefined` takes a member away. */
export type Overlay = Record<string, unknown>;

/** The genuine cases that crimes are committed on. */
export type BaseName = 'master' | 'bound' | 'stated' | 'pending' | 'qr' | 'vc' | 'past' | 'bundle';

/** What alone refuses a crime. `because` is the finer reason, which stands in the check's detail. */
export interface RefusedBy {
  check: CheckName;
  code: CheckCode;
  because?: string;
}

/** How a vector stands in its file. */
export interface Vector {
  name: string;
  source: string;
  /** All that is signed in it is signed by a key that the trust list names for that, or by the pinned root. */
  signed: boolean;
  /** The case that the input is laid over; `master` when not given. */
  on?: BaseName;
  refusedBy: RefusedBy;
  /** Checks that can't pass either, since they rest on the same thing; `unreadable`: all, since nothing can be read. */
  also?: CheckName[] | 'unreadable';
  input: Overlay;
}

/** A vector to be made: its input depends on its name alone. */
export type Crime = Omit<Vector, 'input'> & { make: () => Overlay };

export interface Family {
  family: string;
  about: string;
  crimes: Crime[];
}

type More = Partial<Pick<Crime, 'on' | 'also' | 'signed'>>;

/** Makes crimes of one kind: all are refused by one check and code, unless a crime says otherwise. */
export function kind(check: CheckName, code: CheckCode, standing: More = {}) {
  return (name: string, source: string, because: string | undefined, make: () => Overlay, more: More = {}): Crime => ({
    name,
    source,
    signed: true,
    ...standing,
    ...more,
    refusedBy: because === undefined ? { check, code } : { check, code, because },
    make,
  });
}
