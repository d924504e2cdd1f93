/** A key as it was struck; `time` in ms by a clock that runs evenly. */
export interface Stroke {
  key: string;
  time: number;
  /** Held down, or struck together with Control, Alt or Meta. */
  special: boolean;
}

/** ms from key to key: a hand scanner takes 1 to 30, a very fast typist about 80. */
const QUICK = 45;
/** ms to the closing Enter, which some scanners send a little later. */
const CLOSING = 150;
/** Characters; what we read is longer, and nobody types so many so fast. */
const SHORTEST = 12;
/** From here on a run of keys is more likely a scanner's than a person's. */
const LIKELY = 4;

/** Tells the keys of a hand scanner, which types what it reads and then Enter, from those of a person. */
export function keyBursts() {
  let text = '';
  let last = Number.NEGATIVE_INFINITY;

  /**
   * Takes one stroke: `first` begins a run, `within` goes on with one (`likely` when it is probably a scanner's), `scanned`
   * ends one with its text, `none` is anything else.
   */
  function take(
    stroke: Stroke,
  ): { kind: 'first' | 'none' } | { kind: 'within'; likely: boolean } | { kind: 'scanned'; text: string } {
    const gap = stroke.time - last;
    if (stroke.special) return reset();
    if (stroke.key === 'Enter') {
      const whole = text;
      reset();
      return whole.length >= SHORTEST && gap <= CLOSING ? { kind: 'scanned', text: whole } : { kind: 'none' };
    }
    // Shift alone is how a scanner types capital letters.
    if (stroke.key === 'Shift') return { kind: 'none' };
    if ([...stroke.key].length !== 1) return reset();
    const goesOn = text !== '' && gap <= QUICK;
    text = goesOn ? text + stroke.key : stroke.key;
    last = stroke.time;
    return goesOn ? { kind: 'within', likely: text.length >= LIKELY } : { kind: 'first' };
  }

  function reset(): { kind: 'none' } {
    text = '';
    last = Number.NEGATIVE_INFINITY;
    return { kind: 'none' };
  }

  return { take, reset };
}
