import { toBase64url, utf8Encode } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import type { JsonValue } from '../../json/index.js';
import type { MasterInput } from './master-input.js';

/** What assembling needs beside the input. */
export interface AssembleWith {
  /** Gives new random bytes with every call, at least 16. */
  salt: () => Uint8Array;
  crypto: CryptoPort;
}

// Lists of so many items in all are hidden item by item; more would not fit into the bounds of a reader.
const maxItems = 128;
const itemPlaces = 4;

/** Makes disclosures and decoys (RFC 9901 §4.2), each with a salt of its own. */
export class Hiding {
  readonly disclosures: string[] = [];

  constructor(private readonly using: AssembleWith) {}

  /** Hides every member of an object; decoys fill up to `places`, sorted so that their order tells nothing. */
  members(members: readonly [string, JsonValue][], places = members.length): { _sd: string[] } {
    const digests = members.map(([name, value]) => this.hide([name, value]));
    return { _sd: this.fill(digests, places).sort() };
  }

  /** Hides every item of a list; decoys after the last fill up to a multiple of four. */
  items(items: readonly JsonValue[]): JsonValue[] {
    const digests = items.map((item) => this.hide([item]));
    return this.fill(digests, itemDigests(items.length)).map((digest) => ({ '...': digest }));
  }

  private hide(parts: readonly JsonValue[]): string {
    const text = toBase64url(utf8Encode(JSON.stringify([this.salt(), ...parts])));
    this.disclosures.push(text);
    return this.using.crypto.digestText(text);
  }

  // A decoy is the digest of a random text (§4.2.5): nobody can tell it from another.
  private fill(digests: string[], places: number): string[] {
    while (digests.length < places) digests.push(this.using.crypto.digestText(this.salt()));
    return digests;
  }

  private salt(): string {
    const bytes = this.using.salt();
    if (bytes.length < 16) throw new Error(`a salt has at least 16 bytes, not ${bytes.length}`);
    return toBase64url(bytes);
  }
}

/** How many items of the face's lists are hidden one by one: all, or none when they are too many. */
export function hiddenItems(faceData: MasterInput['faceData']): number {
  let count = 0;
  for (const value of Object.values(faceData)) if (Array.isArray(value)) count += value.length;
  return count > maxItems ? 0 : count;
}

/** How many digests a list of so many hidden items has, decoys among them. */
export const itemDigests = (items: number): number => Math.ceil(items / itemPlaces) * itemPlaces;

/** How many digests the face has, decoys among them. */
export function facePlaces({ faceData, faceFields = 0 }: Pick<MasterInput, 'faceData' | 'faceFields'>): number {
  return Math.max(Object.keys(faceData).length, faceFields);
}
