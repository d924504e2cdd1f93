import { type CryptoPort, cosignedAt, equalBytes, findWitnesses, parseNote, type TrustList } from '../../core/index.js';
import { type Lie, lie } from './lie.js';
import type { View } from './views.js';

/**
 * Names of the witnesses of the trust list that cosigned the newest checkpoint; a line under the name and key of one of them
 * that it did not sign is a lie. Lines of others are passed over, as the format asks.
 */
export function judgeCosignatures(newest: View, list: TrustList, crypto: CryptoPort): string[] | Lie {
  const note = parseNote(newest.note);
  const { text, signatures } = note.ok ? note.value : { text: '', signatures: [] };
  const cosigned: string[] = [];
  for (const { key, period } of findWitnesses(list, crypto).witnesses) {
    for (const line of signatures) {
      if (line.name !== key.name || !equalBytes(line.keyId, key.keyId)) continue;
      const at = cosignedAt(text, line, key, crypto);
      if (at === undefined) {
        const says = `the checkpoint carries a line of the witness ${key.name} that it did not sign`;
        return lie('cosignature-wrong', says, { newest: newest.note, witness: key.name });
      }
      if (at * 1000 >= period.from && at * 1000 < period.until) cosigned.push(key.name);
    }
  }
  return cosigned;
}
