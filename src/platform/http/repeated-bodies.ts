import { hash } from 'node:crypto';
import { freezeWhole, type JsonValue } from '../../core/index.js';
import { type Clock, monotonicClock } from '../clock.js';
import { Repeated } from '../repeated.js';

/** Bytes of all bodies that are kept; read, one takes little more. */
const maxBytes = 16_000_000;
/** A shorter body is read as soon as found, and may hold a verification code. */
const minBytes = 1_024;

interface Kept {
  value: JsonValue;
  bytes: number;
}

/**
 * Reads JSON bodies, and those that came before, byte for byte, no second time: what is kept is frozen, so that whoever is given it may
 * know it again.
 */
export class RepeatedBodies {
  private readonly bodies: Repeated<Kept>;

  constructor(clock: Clock = monotonicClock) {
    this.bodies = new Repeated<Kept>(maxBytes, (_, { bytes }) => bytes, clock);
  }

  /** What `parse` gives for a body, now or before. A refusal is not kept. */
  read<Refused extends { refused: unknown }>(
    body: Buffer,
    parse: (body: Buffer) => { value: JsonValue } | Refused,
  ): { value: JsonValue } | Refused {
    if (body.length < minBytes) return parse(body);
    const id = hash('sha256', body, 'base64');
    const kept = this.bodies.get(id);
    if (kept) return kept;
    const parsed = parse(body);
    if ('value' in parsed && this.bodies.offer(id, { value: parsed.value, bytes: body.length }))
      freezeWhole(parsed.value);
    return parsed;
  }
}
