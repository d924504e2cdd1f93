import { describe, expect, it } from '@jest/globals';
import { readQr } from './read-question.js';

const base = 'https://licences.example.cn';
const identifier = '1.2.156.3005.2.11100000000013127D001.11430000006122244L.0000000001.001.D';

describe(readQr.name, () => {
  it('takes our address apart', () => {
    expect(readQr(`${base}/v/${identifier}#0123456789ABCDEF`, [base])).toEqual({
      ok: true,
      value: { kind: 'record', identifier, code: '0123456789ABCDEF' },
    });
  });

  it('takes a credential as it is', () => {
    expect(readQr('aaa.bbb.ccc~ddd~', [base])).toMatchObject({ ok: true, value: { kind: 'credential' } });
  });

  it.each([
    ['another host', `https://evil.example/v/${identifier}#0123456789ABCDEF`],
    ['another scheme', `http://licences.example.cn/v/${identifier}#0123456789ABCDEF`],
    ['another port', `https://licences.example.cn:444/v/${identifier}#0123456789ABCDEF`],
    ['a look-alike with credentials', `https://licences.example.cn@evil.example/v/${identifier}#0123456789ABCDEF`],
    ['our host with credentials', `https://x@licences.example.cn/v/${identifier}#0123456789ABCDEF`],
    ['a script', 'javascript:alert(1)'],
  ])('tells %s as a foreign address', (_, text) => {
    expect(readQr(text, [base])).toMatchObject({ ok: false, code: 'qr-foreign-address' });
  });

  it.each([
    ['plain text', 'hello'],
    ['our page without a code', `${base}/v/${identifier}`],
    ['our other pages', `${base}/citizen#0123456789ABCDEF`],
    ['the code in the query', `${base}/v/${identifier}?code=0123456789ABCDEF#x`],
    ['a path that climbs', `${base}/v/../v1/licences#x`],
  ])('does not read %s', (_, text) => {
    expect(readQr(text, [base])).toMatchObject({ ok: false, code: 'qr-unreadable' });
  });
});
