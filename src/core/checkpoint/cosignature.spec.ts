import { createPrivateKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { nobleCrypto as crypto } from '../crypto/noble.js';
import {
  type CosignerKey,
  cosign,
  cosignedAt,
  formatCheckpoint,
  formatCosignerKey,
  formatNoteKey,
  type NoteSignature,
  noteKeyId,
  parseCosignerKey,
  parseNote,
  parseNoteKey,
  parseSignatureLines,
  signNote,
  verifyNote,
} from './index.js';

const origin = 'log.elicence.example/demo';
const name = 'witness.example/w1';
const text = formatCheckpoint({ origin, size: 42, root: new Uint8Array(32).map((_, i) => i) });
const time = 1_679_315_147;

function newKey(called = name) {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = new Uint8Array(Buffer.from(pair.publicKey.export({ format: 'jwk' }).x as string, 'base64url'));
  const key = parseCosignerKey(formatCosignerKey(called, publicKey, crypto), crypto) as CosignerKey;
  return { key, pair, publicKey, sign: (data: Uint8Array) => new Uint8Array(sign(null, data, pair.privateKey)) };
}

const w = newKey();
const line = cosign(text, time, w.key, w.sign);
const only = (lines: string) => (parseSignatureLines(lines) as [NoteSignature])[0];
const read = (under: string, lines: string, key = w.key) => cosignedAt(under, only(lines), key, crypto);

describe('a cosignature', () => {
  it('is the key id, eight bytes of time and Ed25519 over header, time and text, as tlog-cosignature says', () => {
    const blob = Buffer.from(line.trim().split(' ')[2] as string, 'base64');
    expect(line).toMatch(/^— witness\.example\/w1 \S+\n$/);
    const hashed = crypto.sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(4), w.publicKey]));
    expect(blob.subarray(0, 4)).toEqual(Buffer.from(hashed.slice(0, 4)));
    expect(blob.readBigUInt64BE(4)).toBe(BigInt(time));
    const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${text}`);
    expect(verify(null, message, w.pair.publicKey, blob.subarray(12))).toBe(true);
    expect(blob).toHaveLength(4 + 8 + 64);
    expect(read(text, line)).toBe(time);
  });

  it('gives the same bytes for the first key of RFC 8032', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const point = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');
    const vkey = formatCosignerKey(name, point, crypto);
    const key = parseCosignerKey(vkey, crypto) as CosignerKey;
    const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const made = cosign(text, time, key, (data) => new Uint8Array(sign(null, data, privateKey)));
    expect(vkey).toBe('witness.example/w1+eb762cc2+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea');
    expect(made).toBe(
      '— witness.example/w1 63YswgAAAABkGFDLwinpmoJm3hgbsBcoCKrDDDWX+4Dw/IwhCwUOnA2EcOSQsqtdQv/cRH7KGDmgojBkdrOrQRZfBj89yGtcSKYTCw==\n',
    );
    expect(read(text, made, key)).toBe(time);
  });

  it('reads a line of the example in tlog-cosignature with its time', () => {
    const example =
      '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
    const { signature } = only(example);
    expect(signature).toHaveLength(72);
    expect(Buffer.from(signature).readBigUInt64BE(0)).toBe(1_679_315_147n);
  });

  it.each<[string, () => unknown]>([
    ['another text', () => read(text.replace('42', '43'), line)],
    ['a text with a line spliced in', () => read(`${text}more\n`, line)],
    ['another witness of the same name', () => read(text, line, newKey().key)],
    ['the same key under another name', () => read(text, cosign(text, time, newKey('w2').key, w.sign))],
    [
      'another time',
      () => {
        const changed = only(line);
        changed.signature[7] = (changed.signature[7] as number) ^ 1;
        return cosignedAt(text, changed, w.key, crypto);
      },
    ],
    [
      'a plain signature of the text',
      () => cosignedAt(text, { ...only(line), signature: w.sign(Buffer.from(text)) }, w.key, crypto),
    ],
    [
      'a plain signature with a time before it',
      () => {
        const signature = new Uint8Array([...only(line).signature.subarray(0, 8), ...w.sign(Buffer.from(text))]);
        return cosignedAt(text, { ...only(line), signature }, w.key, crypto);
      },
    ],
    [
      'a time beyond 2^53',
      () => {
        const signature = new Uint8Array(72).fill(255);
        return cosignedAt(text, { ...only(line), signature }, w.key, crypto);
      },
    ],
    [
      'a text that forges the header of another time',
      () => read(`time ${time}\n${text}`, cosign(text, time, w.key, w.sign)),
    ],
  ])('does not stand for %s', (_what, attempt) => expect(attempt()).toBeUndefined());

  it('is no signature of a note, whichever kind the same key is read as', () => {
    const note = `${text}\n${line}`;
    expect(parseNote(note).ok).toBe(true);
    expect(verifyNote(note, w.key, crypto)).toMatchObject({ ok: false, code: 'note-signature-invalid' });
    const plain = { name, keyId: noteKeyId(name, w.publicKey, crypto), publicKey: w.publicKey };
    expect(verifyNote(note, plain, crypto)).toMatchObject({ ok: false, code: 'note-signature-missing' });
    expect(read(text, signNote(text, plain, w.sign).slice(text.length + 1))).toBeUndefined();
  });

  it('is not made at no second', () => {
    for (const bad of [-1, 0.5, Number.NaN]) expect(() => cosign(text, bad, w.key, w.sign)).toThrow('second');
  });
});

describe('a witness’s key', () => {
  it('is read as what it is alone', () => {
    const plain = formatNoteKey(name, w.publicKey, crypto);
    const cosigner = formatCosignerKey(name, w.publicKey, crypto);
    expect(plain).not.toBe(cosigner);
    expect(parseCosignerKey(plain, crypto)).toBeUndefined();
    expect(parseNoteKey(cosigner, crypto)).toBeUndefined();
    expect(parseCosignerKey(cosigner, crypto)).toEqual(w.key);
  });
});

describe('signature lines', () => {
  it.each([
    ['nothing', ''],
    ['a text before them', `hello\n\n${line}`],
    ['a line without its end', line.slice(0, -1)],
    ['an empty line', `${line}\n`],
    ['a line of no signature', `${line}more\n`],
  ])('with %s are refused', (_what, lines) => expect(parseSignatureLines(lines)).toBeUndefined());
});
