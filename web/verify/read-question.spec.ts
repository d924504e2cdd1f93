import { describe, expect, it } from '@jest/globals';
import { MAX_TEXT, normaliseCode, readLocation, readQuestion } from './read-question.js';

const origin = 'https://licences.example';
const identifier = '1.2.156.3005.2.11100000MB0143028R001.11330105002500287C.20260101000001.001.D';
const code = '0123456789ABCDEF';
const asked = { kind: 'question', question: { identifier, code } };

describe('what a reader brought', () => {
  it('takes our own address apart, code and all', () => {
    expect(readQuestion(` ${origin}/v/${identifier}#${code}\n`, origin)).toEqual(asked);
    expect(readQuestion(`${origin}/v/${encodeURIComponent(identifier)}/#${code}`, origin)).toEqual(asked);
  });

  it.each([
    [`https://evil.example/v/${identifier}#${code}`, 'https://evil.example'],
    [`https://licences.example.evil.example/v/${identifier}#${code}`, 'https://licences.example.evil.example'],
    [`https://licences.example@evil.example/v/${identifier}#${code}`, 'https://evil.example'],
    [`http://licences.example/v/${identifier}#${code}`, 'http://licences.example'],
    [`https://licences.example:8443/v/${identifier}#${code}`, 'https://licences.example:8443'],
    [`https://someone@licences.example/v/${identifier}#${code}`, 'https://licences.example'],
    ['weixin://dl/business', 'weixin:'],
    ['https://[broken', 'https://[broken'],
  ])('tells %s as foreign', (text, foreign) => {
    expect(readQuestion(text, origin)).toEqual({ kind: 'foreign-address', origin: foreign });
  });

  it('asks for the code where an address or an identifier comes without', () => {
    expect(readQuestion(`${origin}/v/${identifier}`, origin)).toEqual({ kind: 'code-missing', identifier });
    expect(readQuestion(identifier, origin)).toEqual({ kind: 'code-missing', identifier });
  });

  it('never reads the code from a query', () => {
    expect(readQuestion(`${origin}/v/${identifier}?code=${code}`, origin)).toEqual({
      kind: 'code-missing',
      identifier,
    });
  });

  it('knows our other pages from a licence', () => {
    expect(readQuestion(`${origin}/citizen`, origin)).toEqual({ kind: 'other-page' });
    expect(readQuestion(`${origin}/v/`, origin)).toEqual({ kind: 'other-page' });
  });

  it('reads an identifier with its typed code', () => {
    expect(readQuestion(`${identifier}  0123-4567 89ab-cdef`, origin)).toEqual(asked);
    expect(readQuestion(`${identifier}#${code}`, origin)).toEqual(asked);
  });

  it('reads a credential, wrapped lines and all, and leaves the rest to the registry as a QR text', () => {
    expect(readQuestion('eyJh.eyJp\n.c2ln~WyJh\n~', origin)).toEqual({
      kind: 'question',
      question: { credential: 'eyJh.eyJp.c2ln~WyJh~' },
    });
    expect(readQuestion('ELICENCE:ABC', origin)).toEqual({ kind: 'question', question: { qr: 'ELICENCE:ABC' } });
    expect(readQuestion('javascript:alert(1)', origin)).toEqual({
      kind: 'question',
      question: { qr: 'javascript:alert(1)' },
    });
  });

  it('takes an offline code as scanned, and a vc+jwt as a file', async () => {
    const offline = 'ELC1:NCFOXN%TSMAHN-HQN824 M9NMDB+MS 8H7K5/K5WS1';
    expect(readQuestion(`${offline}\n`, origin)).toEqual({ kind: 'question', question: { qr: offline } });
    const reading = readQuestion(' eyJhbGci.eyJAY29u\n.c2ln ', origin);
    if (reading.kind !== 'question' || !('file' in reading.question)) throw new Error('not taken as a file');
    expect(await reading.question.file.text()).toBe('eyJhbGci.eyJAY29u.c2ln');
  });

  it('refuses nothing and too much', () => {
    expect(readQuestion(' \n ', origin)).toEqual({ kind: 'empty' });
    expect(readQuestion('a'.repeat(MAX_TEXT + 1), origin)).toEqual({ kind: 'too-long' });
    expect(readQuestion(`?${'a'.repeat(8_192)}`, origin)).toEqual({ kind: 'too-long' });
  });
});

describe('a typed code', () => {
  it('is read as Crockford base32', () => {
    expect(normaliseCode(' ol1i-abcd ')).toBe('0111ABCD');
  });
});

describe('the address of this page', () => {
  it('names a licence under /v/ alone', () => {
    expect(readLocation('/v', '')).toBeUndefined();
    expect(readLocation(`/v/${identifier}`, `#${code}`)).toEqual(asked);
    expect(readLocation('/v/%E0%A4%A', '#x')).toBeUndefined();
  });
});
