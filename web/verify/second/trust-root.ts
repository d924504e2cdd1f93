import { keep, kept } from '../../kit/preferences.js';

/** The public key that signs trust lists. */
export interface TrustRoot {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

/** The root that this device goes by, and the other one that the page was served with, when they are not the same. */
export interface PinnedRoot {
  root?: TrustRoot;
  offered?: TrustRoot;
}

const NAME = 'trust-root';

/** Reads the root that the served page names. */
export function servedRoot(): TrustRoot | undefined {
  return readRoot(document.querySelector('meta[name="elicence-trust-root"]')?.getAttribute('content'));
}

/**
 * The root that was seen first at this origin stays the one that counts; another one that a page names later is only told.
 */
export function pinnedRoot(served: TrustRoot | undefined): PinnedRoot {
  const first = readRoot(kept(NAME));
  if (first === undefined) {
    if (served) pinRoot(served);
    return served ? { root: served } : {};
  }
  return served === undefined || sameRoot(first, served) ? { root: first } : { root: first, offered: served };
}

/** From now on this is the root that counts. */
export function pinRoot({ kty, crv, x, y }: TrustRoot): void {
  keep(NAME, JSON.stringify({ kty, crv, x, y }));
}

export const sameRoot = (one: TrustRoot, other: TrustRoot): boolean => one.x === other.x && one.y === other.y;

export function readRoot(text: string | null | undefined): TrustRoot | undefined {
  try {
    const { kty, crv, x, y } = JSON.parse(text ?? '') as Partial<TrustRoot>;
    const coordinate = /^[\w-]{43}$/;
    if (kty !== 'EC' || crv !== 'P-256' || !coordinate.test(x ?? '') || !coordinate.test(y ?? '')) return undefined;
    return { kty, crv, x: x as string, y: y as string };
  } catch {
    return undefined;
  }
}
