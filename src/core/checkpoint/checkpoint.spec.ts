import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { nobleCrypto as crypto } from '../crypto/noble.js';
import {
  formatCheckpoint,
  formatNote,
  formatNoteKey,
  type NoteKey,
  noteKeyId,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  signNote,
  verifyNote,
} from './index.js';

const origin = 'log.elicence.example/demo';
const ed = generateKeyPairSync('ed25519');
const publicKey = new Uint8Array(Buffer.from((ed.publicKey.export({ format: 'jwk' }) as { x: string }).x, 'base64url'));
const key: NoteKey = { name: origin, keyId: noteKeyId(origin, publicKey, crypto), publicKey };
const signer = (data: Uint8Array) => new Uint8Array(sign(null, data, ed.privateKey));
const root = new Uint8Array(32).map((_, i) => 255 - i);
const text = formatCheckpoint({ origin, size: 42, root });
const note = signNote(text, key, signer);

describe('a checkpoint', () => {
  it('is three lines with the root in base64', () => {
    expect(text).toBe(`${origin}\n42\n${Buffer.from(root).toString('base64')}\n`);
    expect(parseCheckpoint(text)).toEqual({ ok: true, value: { origin, size: 42, root } });
  });

  it('may have extension lines, which say nothing here', () =>
    expect(parseCheckpoint(`${text}Timestamp: 1\n`)).toEqual({ ok: true, value: { origin, size: 42, root } }));

  const [, , rootLine] = text.split('\n') as [string, string, string];
  it.each([
    ['no newline at its end', text.slice(0, -1)],
    ['two lines', `${origin}\n42\n`],
    ['no origin', `\n42\n${rootLine}\n`],
    ['an empty extension line', `${text}\nmore\n`],
    ['a size with a leading zero', text.replace('42', '042')],
    ['a signed size', text.replace('42', '+42')],
    ['a negative size', text.replace('42', '-42')],
    ['a fraction', text.replace('42', '42.0')],
    ['an exponent', text.replace('42', '1e3')],
    ['a hexadecimal size', text.replace('42', '0x2a')],
    ['a size beyond 2^53', text.replace('42', '9007199254740993')],
    ['a size of 17 digits', text.replace('42', '10000000000000000')],
    ['a root without padding', text.replace('=', '')],
    ['a root of 31 bytes', text.replace(rootLine, Buffer.from(root.subarray(1)).toString('base64'))],
    ['a root in base64url', text.replace(rootLine, Buffer.from(root).toString('base64url'))],
    ['carriage returns', text.replaceAll('\n', '\r\n')],
  ])('with %s is malformed', (_, bad) =>
    expect(parseCheckpoint(bad)).toMatchObject({ ok: false, code: 'checkpoint-malformed' }),
  );

  it('is not written of what it can not hold', () => {
    expect(() => formatCheckpoint({ origin: 'a\nb', size: 1, root })).toThrow('one line');
    expect(() => formatCheckpoint({ origin, size: 0.5, root })).toThrow('no size');
    expect(() => formatCheckpoint({ origin, size: 1, root: root.subarray(1) })).toThrow('32 bytes');
  });
});

describe('a note key', () => {
  const known = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';

  it('is read and written as the Go checksum database publishes its own', () => {
    const parsed = parseNoteKey(known, crypto);
    expect(parsed?.name).toBe('sum.golang.org');
    expect(formatNoteKey('sum.golang.org', parsed?.publicKey as Uint8Array, crypto)).toBe(known);
  });

  it.each([
    ['another name', known.replace('golang', 'golarg')],
    ['another hash', known.replace('033de0ae', '033de0af')],
    ['a hash in capitals', known.replace('033de0ae', '033DE0AE')],
    ['a short hash', known.replace('033de0ae', '033de0')],
    ['another key', known.replace('Ac4z', 'Ac4y')],
    ['another algorithm', known.replace('Ac4z', 'As4z')],
    ['no name', known.slice('sum.golang.org'.length)],
    ['white space in the name', known.replace('.golang', ' golang')],
    ['bytes behind', `${known}AAAA`],
    ['no key', 'sum.golang.org+033de0ae'],
  ])('with %s is refused', (_, bad) => expect(parseNoteKey(bad, crypto)).toBeUndefined());
});

describe('a signed note', () => {
  it('verifies as the Go implementation signed it', () => {
    const published =
      'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace(
        '’',
        "'",
      );
    const line =
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    const neumann = parseNoteKey(
      'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
      crypto,
    ) as NoteKey;
    expect(verifyNote(`${published}\n${line}`, neumann, crypto)).toEqual({ ok: true, value: published });
  });

  it('is the text, an empty line and a line that begins with an em dash', () => {
    const blob = Buffer.concat([key.keyId, signer(new TextEncoder().encode(text))]).toString('base64');
    expect(note).toBe(`${text}\n— ${origin} ${blob}\n`);
    expect(parseNoteKey(formatNoteKey(origin, publicKey, crypto), crypto)).toEqual(key);
    expect(openCheckpoint(note, key, crypto)).toEqual({ ok: true, value: { origin, size: 42, root } });
  });

  it('stands with lines of witnesses beside, in any order', () => {
    const parsed = parseNote(note);
    if (!parsed.ok) throw new Error(parsed.code);
    const witness = { name: 'witness.example', keyId: Uint8Array.of(1, 2, 3, 4), signature: new Uint8Array(72) };
    const cosigned = formatNote({ text, signatures: [witness, ...parsed.value.signatures, witness] });
    expect(verifyNote(cosigned, key, crypto)).toEqual({ ok: true, value: text });
  });

  it('fails with any one character changed', () => {
    for (let at = 0; at < note.length; at++) {
      for (const character of ['A', '1', '\n', '=']) {
        if (note[at] === character) continue;
        const changed = note.slice(0, at) + character + note.slice(at + 1);
        expect([at, verifyNote(changed, key, crypto).ok]).toEqual([at, false]);
      }
    }
  });

  it('tells a missing signature from a wrong one', () => {
    const other = { ...key, keyId: Uint8Array.of(9, 9, 9, 9) };
    expect(verifyNote(signNote(text, other, signer), key, crypto)).toMatchObject({ code: 'note-signature-missing' });
    const renamed = { ...key, name: 'log.elicence.example/twin' };
    expect(verifyNote(signNote(text, renamed, signer), key, crypto)).toMatchObject({ code: 'note-signature-missing' });
    const wrong = signNote(text, key, () => new Uint8Array(64));
    expect(verifyNote(wrong, key, crypto)).toMatchObject({ code: 'note-signature-invalid' });
  });

  it('signed twice by one key is malformed', () =>
    expect(verifyNote(note + note.slice(note.indexOf('—')), key, crypto)).toMatchObject({ code: 'note-malformed' }));

  it.each([
    ['no signature', `${text}\n`],
    ['no empty line', note.replace('\n\n', '\n')],
    ['an ASCII dash', note.replace('—', '-')],
    ['two spaces', note.replace('— ', '—  ')],
    ['no newline at its end', note.slice(0, -1)],
    ['a line behind', `${note}more\n`],
    ['a tab in its text', note.replace(origin, `\t${origin}`)],
    ['a carriage return in its text', note.replace('\n42', '\r\n42')],
    ['a signature without padding', note.replace(/=+\n$/, '\n')],
    ['a key id alone', `${text}\n— ${origin} AAAAAA==\n`],
  ])('with %s is malformed', (_, bad) => expect(parseNote(bad)).toMatchObject({ ok: false, code: 'note-malformed' }));

  it('is bounded', () => {
    expect(parseNote(`${'a'.repeat(20_000)}\n${note}`)).toMatchObject({ code: 'note-too-large' });
    expect(parseNote(`${text}\n${'— w AAAAAAA=\n'.repeat(65)}`)).toMatchObject({ code: 'note-too-large' });
    expect(parseNote(`${text}\n${'— w AAAAAAA=\n'.repeat(64)}`).ok).toBe(true);
  });

  it('is not written of what it can not hold', () => {
    expect(() => formatNote({ text: 'no newline', signatures: [] })).toThrow('newline');
    expect(() => formatNote({ text, signatures: [{ ...key, name: 'a b', signature: root }] })).toThrow('named key');
    expect(() => noteKeyId('a+b', publicKey, crypto)).toThrow('note key');
  });

  it('that states another log under this key is refused', () => {
    const foreign = signNote(formatCheckpoint({ origin: 'other.example', size: 1, root }), key, signer);
    expect(openCheckpoint(foreign, key, crypto)).toMatchObject({ ok: false, code: 'checkpoint-of-another-log' });
    expect(openCheckpoint(signNote('hello\n', key, signer), key, crypto)).toMatchObject({
      code: 'checkpoint-malformed',
    });
  });
});
