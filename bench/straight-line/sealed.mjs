// AES-256-GCM in the form that the product keeps: 1 ‖ nonce ‖ ciphertext ‖ tag, bound to its table, column and row.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { randoms } from './random.mjs';

const tag = { authTagLength: 16 };

function seal(key, place, plain) {
  const nonce = randoms(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, tag).setAAD(Buffer.from(place));
  const text = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.from([1]), nonce, text, cipher.getAuthTag()]);
}

function unseal(key, place, sealed) {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), tag).setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  const plain = decipher.update(sealed.subarray(13, sealed.length - 16));
  decipher.final();
  return plain;
}

const places = (id) => ({
  key: `licence_key/wrapped_key/${id}`,
  face: `licence_content/sealed_face/${id}`,
  credential: `licence_content/sealed_credential/${id}`,
  summary: `licence_content/sealed_summary/${id}`,
});

/** Opens the master of a licence (`id` as text). */
export function openMaster(wrapping, id, wrapped, sealed) {
  const place = places(id);
  const key = unseal(wrapping, place.key, wrapped);
  return unseal(key, place.credential, sealed).toString('latin1');
}

/** Seals all contents of a licence, and the note of its event, under a new random key. `ids`: of both, as text. */
export function sealAll(wrapping, ids, { faceData, credential, summary, note }) {
  const place = places(ids.licence);
  const key = randoms(32);
  return {
    wrappedKey: seal(wrapping, place.key, key),
    sealedFace: seal(key, place.face, Buffer.from(JSON.stringify(faceData))),
    sealedCredential: seal(key, place.credential, Buffer.from(credential, 'latin1')),
    sealedSummary: seal(key, place.summary, Buffer.from(JSON.stringify(summary))),
    sealedNote: note && seal(key, `licence_event/sealed_note/${ids.event}`, Buffer.from(JSON.stringify(note))),
  };
}
