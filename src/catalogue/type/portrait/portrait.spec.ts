import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../core/index.js';
import { licenceTypeDefinition } from '../definition.js';
import { faceSchema } from '../face-schema.js';
import { compileFields } from '../field-check.js';
import { portraitOf, readPortrait } from './portrait.js';
import { greyJpeg, greySegments, inBase64, segment } from './testing/grey-jpeg.js';

const parts = greySegments(90, 120);
const codeOf = (jpeg: Uint8Array) => {
  const read = readPortrait(inBase64(jpeg));
  return read.ok ? 'read' : `${read.code} ${read.detail}`;
};
const changed = (changes: { [name: string]: number[] }) => codeOf(greyJpeg(90, 120, changes));
const frame = (body: number[]) => ({ sof: segment(0xc0, body) });

describe('a portrait', () => {
  it('is read from padded base64, with and without JFIF, whatever the size in bounds', () => {
    const whole = greyJpeg();
    expect(readPortrait(inBase64(whole))).toEqual({ ok: true, value: whole });
    expect(changed({ app0: [] })).toBe('read');
    for (const [width, height] of [
      [60, 72],
      [60, 96],
      [300, 480],
      [400, 480],
      [61, 79],
    ] as const) {
      expect([width, height, codeOf(greyJpeg(width, height))]).toEqual([width, height, 'read']);
    }
  });

  it.each([
    [59, 80, 'side'],
    [400, 481, 'side'],
    [0, 120, 'no size'],
    [65535, 65535, 'too large'],
    [90, 90, 'as high as wide'],
    [120, 90, 'as high as wide'],
    [90, 107, 'as high as wide'],
    [90, 145, 'as high as wide'],
  ])('is refused at %d by %d', (width, height, detail) => {
    const size = [height >> 8, height & 255, width >> 8, width & 255];
    const jpeg = width * height < 1e6 ? greyJpeg(width, height) : greyJpeg(90, 120, frame([8, ...size, 1, 1, 0x11, 0]));
    expect(codeOf(jpeg)).toMatch(new RegExp(`^field-not-a-portrait .*${detail}`));
  });

  it('is refused at once when it declares more than it holds', () => {
    const declared = frame([8, 480 >> 8, 480 & 255, 400 >> 8, 400 & 255, 1, 1, 0x11, 0]);
    expect(changed(declared)).toContain('cut short or damaged');
  });

  it('is refused wherever it is cut short or goes on', () => {
    const whole = greyJpeg();
    for (let length = 3; length < whole.length; length++) expect(codeOf(whole.subarray(0, length))).not.toBe('read');
    expect(changed({ end: [0xff, 0xd9, 0] })).toContain('more in it');
    expect(changed({ scan: [...parts.scan!, 0x50, 0x4b] })).toContain('more in it');
    expect(changed({ end: [0xff, 0xd9, ...Array<number>(60).fill(0x20)] })).toContain('more in it');
  });

  it.each([
    ['EXIF', segment(0xe1, [0x45, 0x78, 0x69, 0x66, 0, 0])],
    ['a colour profile', segment(0xe2, [0x49, 0x43, 0x43])],
    ['an Adobe segment', segment(0xee, [0x41, 0x64, 0x6f, 0x62, 0x65])],
    ['a comment', segment(0xfe, [0x68, 0x69])],
    ['a restart interval', segment(0xdd, [0, 4])],
    ['a second JFIF', parts.app0!],
    ['JFXX', segment(0xe0, [0x4a, 0x46, 0x58, 0x58, 0, 0x10])],
    ['arithmetic coding', segment(0xcc, [0, 1])],
    ['bytes between segments', [0]],
    ['fill bytes', [0xff]],
    ['a second frame', parts.sof!],
    ['a table twice', parts.dqt!],
    ['a table that nothing uses', segment(0xdb, [1, ...Array<number>(64).fill(1)])],
    ['a code that nothing uses', segment(0xc4, [1, 1, ...Array<number>(15).fill(0), 0])],
  ])('is refused with %s in it', (_, bytes) => {
    expect(changed({ sof: [...parts.sof!, ...bytes] })).toContain('field-not-a-portrait');
  });

  it.each([
    ['progressive', { sof: [0xff, 0xc2, ...parts.sof!.slice(2)] }],
    ['extended', { sof: [0xff, 0xc1, ...parts.sof!.slice(2)] }],
    ['lossless', { sof: [0xff, 0xc3, ...parts.sof!.slice(2)] }],
    ['of 12 bits', frame([12, 0, 120, 0, 90, 1, 1, 0x11, 0])],
    ['of four colours', frame([8, 0, 120, 0, 90, 4, 1, 17, 0, 2, 17, 0, 3, 17, 0, 4, 17, 0])],
    ['sampled four times', frame([8, 0, 120, 0, 90, 1, 1, 0x41, 0])],
    ['without its frame', { sof: [] }],
    ['without its tables', { dht: [] }],
    ['without its quantisation', { dqt: [] }],
    ['with a thumbnail', { app0: segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9]) }],
    ['with 16-bit tables', { dqt: segment(0xdb, [0x10, ...Array<number>(128).fill(1)]) }],
    [
      'with a code of ones',
      { dht: segment(0xc4, [0, 2, ...Array<number>(15).fill(0), 0, 1, 0x10, 1, ...Array<number>(15).fill(0), 0]) },
    ],
    ['with part of a spectrum', { sos: segment(0xda, [1, 1, 0, 0, 5, 0]) }],
    ['with another component scanned', { sos: segment(0xda, [1, 2, 0, 0, 63, 0]) }],
    ['with a restart in its scan', { scan: [...parts.scan!.slice(0, -2), 0xff, 0xd0, 0, 0] }],
  ] as [string, { [name: string]: number[] }][])('is refused when it is %s', (_, changes) => {
    expect(changed(changes)).toContain('field-not-a-portrait');
  });

  it('ends in ones, as the standard says', () => {
    expect(codeOf(greyJpeg(88, 120))).toBe('read');
    const { scan } = greySegments(88, 120);
    const padded = greyJpeg(88, 120, { scan: [...scan!.slice(0, -1), 0] });
    expect(codeOf(padded)).toContain('cut short or damaged');
  });

  it('is written in one way alone, and within 16 KiB', () => {
    const text = inBase64(greyJpeg());
    const refused = (given: string) => {
      const read = readPortrait(given);
      return read.ok ? 'read' : read.code;
    };
    expect(text).toMatch(/=$/);
    expect(refused('')).toBe('field-empty');
    for (const odd of [
      text.replace(/=+$/, ''),
      `${text}=`,
      `${text}\n`,
      `data:image/jpeg;base64,${text}`,
      text.replace('/', '_'),
      ` ${text}`,
      `${text.slice(0, 40)}\n${text.slice(40)}`,
      Buffer.from('\x89PNG\r\n').toString('base64'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64'),
    ]) {
      expect([odd, refused(odd)]).toEqual([odd, 'field-pattern']);
    }
    const large = greyJpeg(90, 120, { scan: Array<number>(16_384).fill(0) });
    expect(refused(inBase64(large))).toBe('field-too-long');
    expect(refused('/9j/'.repeat(1e6))).toBe('field-too-long');
  });

  it('never throws, whatever byte was changed', () => {
    const whole = greyJpeg();
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 1, 0x7f, 0xd9, 0xff]) {
        const bytes = Uint8Array.from(whole);
        bytes[at] = value;
        expect(() => readPortrait(inBase64(bytes))).not.toThrow();
      }
    }
  });

  it('is found in the face data of its type', () => {
    const definition = {
      fields: [
        { name: 'name', type: 'text' },
        { name: 'picture', type: 'portrait' },
      ],
    };
    const picture = inBase64(greyJpeg());
    expect(portraitOf(definition, { picture })).toEqual(greyJpeg());
    const faces: JsonObject[] = [{}, { name: picture }, { picture: 1 }, { picture: 'x' }];
    for (const face of faces) {
      expect(portraitOf(definition, face)).toBeUndefined();
    }
    expect(portraitOf({ fields: [] }, { picture })).toBeUndefined();
  });
});

describe('a field of the type portrait', () => {
  const label = { 'zh-CN': '照片', en: 'Portrait' };
  const field = { name: 'portrait', label, type: 'portrait', required: true } as const;
  const check = compileFields([field]);
  const faults = (face: object) => {
    const found: string[] = [];
    check(face, '/faceData', (pointer, code) => found.push(`${pointer} ${code}`));
    return found;
  };

  it('is told by pointer what is wrong with it, its value never repeated', () => {
    expect(faults({ portrait: inBase64(greyJpeg()) })).toEqual([]);
    expect(faults({})).toEqual(['/faceData/portrait field-missing']);
    expect(faults({ portrait: null })).toEqual(['/faceData/portrait field-type-wrong']);
    expect(faults({ portrait: [inBase64(greyJpeg())] })).toEqual(['/faceData/portrait field-type-wrong']);
    expect(faults({ portrait: 'secret' })).toEqual(['/faceData/portrait field-pattern']);
    expect(faults({ portrait: inBase64(greyJpeg(90, 90)) })).toEqual(['/faceData/portrait field-not-a-portrait']);
  });

  it('says in its schema how it is encoded', () => {
    const { properties } = faceSchema('x', [field]) as { properties: { portrait: object } };
    const encoded = { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/jpeg', maxLength: 21_848 };
    expect(properties.portrait).toMatchObject(encoded);
  });

  it('stands at most once in a type, and in no list', () => {
    const definition = (fields: object[]) => ({
      holderKinds: ['person'],
      maxHolders: 1,
      validity: 'none',
      fields,
      example: {
        typeCode: 'x'.repeat(21),
        holders: [{ kind: 'person', codeType: '111', code: '1', name: '甲' }],
        faceData: {},
      },
    });
    const taken = (fields: object[]) => licenceTypeDefinition.safeParse(definition(fields)).success;
    expect(taken([field])).toBe(true);
    expect(taken([field, { ...field, name: 'second' }])).toBe(false);
    expect(taken([{ name: 'list', label, type: 'list', required: true, items: [field] }])).toBe(false);
  });
});
