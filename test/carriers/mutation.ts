import type { Brought, Kind, Situation } from './scene.js';

/** One thing that is done to a carrier, or to what it is judged by. */
export interface Mutation {
  /** For people: what was altered. */
  altered: string;
  brought?: (genuine: Brought) => Brought;
  situation?: Situation;
  /** The kinds that it can be done to; all when not given. */
  of?: readonly Kind[];
  /** It is no attack: *valid* is what it should be. */
  harmless?: true;
}

/** A text with one character replaced by another of its alphabet. */
export function flipped(text: string, at: number, alphabet = 'AQ'): string {
  const place = at < 0 ? text.length + at : at;
  const other = text[place] === alphabet[0] ? alphabet[1] : alphabet[0];
  return text.slice(0, place) + other + text.slice(place + 1);
}

/** The carrier's content replaced. */
export const content =
  (make: (genuine: Brought) => string | Uint8Array) =>
  (genuine: Brought): Brought => ({ ...genuine, content: make(genuine) });

/** A signer of whose signatures one bit is wrong. */
export function badly(sign: (data: Uint8Array) => Uint8Array) {
  return (data: Uint8Array) => {
    const signature = Uint8Array.from(sign(data));
    signature[40]! ^= 1;
    return signature;
  };
}
