import { describe, expect, it } from '@jest/globals';
import { formatAddCheckpoint, parseAddCheckpoint } from './index.js';

const example = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

describe('the body of add-checkpoint', () => {
  it('is read and written as the example of tlog-witness has it', () => {
    const read = parseAddCheckpoint(example);
    if (!read.ok) throw new Error(read.code);
    expect(read.value).toMatchObject({ oldSize: 20852014 });
    expect(read.value.proof).toHaveLength(4);
    expect(read.value.note.startsWith('example.com/behind-the-sofa\n20852163\n')).toBe(true);
    expect(formatAddCheckpoint(read.value)).toBe(example);
    const first = { oldSize: 0, proof: [], note: read.value.note };
    expect(parseAddCheckpoint(formatAddCheckpoint(first))).toEqual({ ok: true, value: first });
  });

  const hash = 'PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n';
  it.each([
    ['nothing', ''],
    ['no old size', example.slice(example.indexOf('\n') + 1)],
    ['two spaces', example.replace('old ', 'old  ')],
    ['a leading zero', example.replace('old 2', 'old 02')],
    ['a size beyond 2^53', example.replace('20852014', '9007199254740993')],
    ['a short hash', example.replace('PlRN', '')],
    ['a hash without padding', example.replace('kaw=', 'kaw')],
    ['no empty line', example.replaceAll('\n\n', '\n')],
    ['carriage returns', example.replaceAll('\n', '\r\n')],
    ['64 hashes', `old 1\n${hash.repeat(64)}\nlog\n`],
    ['more than any checkpoint needs', example + 'x'.repeat(20_000)],
  ])('with %s is malformed', (_what, body) => {
    expect(parseAddCheckpoint(body)).toMatchObject({ ok: false, code: 'add-checkpoint-malformed' });
  });
});
