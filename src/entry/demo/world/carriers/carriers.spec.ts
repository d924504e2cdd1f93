import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CarrierDefinition, checkCarrierDefinition, type FieldDefinition } from '../../../../catalogue/index.js';
import { nobleCrypto } from '../../../../core/crypto/noble.js';
import { type JsonValue, readPdfCarrier } from '../../../../core/index.js';
import { makePdf, type PdfInput, type PdfSigner } from '../../../../documents/pdf/index.js';
import { carrierSigner, printed } from '../../../../documents/pdf/testing/pdf.fixture.js';
import { authorityOf } from '../authorities.js';
import { licenceTypes } from '../types/index.js';
import { carrierDefinitions } from './index.js';

type Face = PdfInput['licence']['faceData'];
type Place = { x: number; y: number; width: number; height: number };

const types = licenceTypes.map((type) => [type.name.en, type, carrierDefinitions.get(type.code)!] as const);

/** Text of a length that is seen in life: an address has 60 characters, a name of an office 40, of a person 25. */
function longest(field: FieldDefinition, rows = 8): JsonValue {
  switch (field.type) {
    case 'text': {
      if (field.values) return field.values.reduce((most, one) => (one.length > most.length ? one : most));
      const { maxLength: most } = field;
      const length = most >= 1000 ? 1200 : most >= 500 ? 200 : most >= 200 ? 60 : most >= 100 ? 40 : Math.min(most, 25);
      return (field.pattern === undefined ? '云渡市听潮区望山大道' : 'M0').repeat(length).slice(0, length);
    }
    case 'date':
      return '2026-11-25';
    case 'integer':
      return 999_999;
    case 'decimal':
      return '123456789.99';
    case 'boolean':
      return true;
    case 'list': {
      const item = Object.fromEntries(field.items.map((one) => [one.name, longest(one)]));
      return Array.from({ length: rows }, () => item);
    }
    case 'portrait':
      return '';
  }
}

/** The PDF of such a face, marked as a specimen, and what a strict reader finds on it. */
async function readBack(type: (typeof licenceTypes)[number], template: CarrierDefinition['pdf'], faceData: Face) {
  const input = printed(type, authorityOf(type.code).name['zh-CN']);
  const made = await makePdf(
    {
      ...input,
      template: { ...template, watermark: { words: '样本', size: 170, angle: -35, opacity: 0.1 } },
      licence: { ...input.licence, faceData },
      ...(typeof faceData.portrait === 'string' && { photo: Buffer.from(faceData.portrait, 'base64') }),
    },
    signer,
  );
  return made.ok ? readPdfCarrier(made.value, nobleCrypto) : made;
}

const sourcesOf = ({ pdf }: CarrierDefinition): string[] =>
  pdf.blocks.flatMap((block) => {
    if (block.kind === 'text') return block.source ?? [];
    return block.kind === 'flow' ? block.items.map((item) => ('list' in item ? item.list : item.source)) : [];
  });

const meet = (one: Place, other: Place): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

let signer: PdfSigner;
beforeAll(async () => {
  signer = await carrierSigner();
});

describe('what the carriers of the demo say', () => {
  it('is written for each type', () => {
    expect([...carrierDefinitions.keys()].sort()).toEqual(licenceTypes.map((type) => type.code).sort());
  });

  describe.each(types)('%s', (_, type, carriers) => {
    const { fields } = type.definition;

    it('names only fields of the type, and its page leaves none out', () => {
      expect(checkCarrierDefinition(carriers, fields)).toEqual([]);
      const sources = sourcesOf(carriers);
      const texts = fields.filter((field) => field.type !== 'portrait').map((field) => `faceData.${field.name}`);
      expect(texts.filter((source) => !sources.includes(source))).toEqual([]);
      expect(carriers.pdf.photo !== undefined).toBe(fields.some((field) => field.type === 'portrait'));
      for (const source of ['typeName', 'licenceNumber', 'identifier', 'masterDigest', 'issuedOn']) {
        expect(sources).toContain(source);
      }
      if (type.definition.validity !== 'none') expect(sources).toContain('validity');
    });

    it('keeps texts apart from code and photo, and all of it on the page', () => {
      const { page, blocks, qr, seal, photo } = carriers.pdf;
      const [width, height] = page.orientation === 'portrait' ? [210, 297] : [297, 210];
      const code = { ...qr, width: qr.size, height: qr.size };
      const round = { ...seal, width: seal.diameter, height: seal.diameter };
      const pictures = [code, ...(photo ? [photo.box] : [])];
      const written = blocks.filter((block) => block.kind !== 'panel').map((block) => block.box);
      for (const box of written) expect(pictures.filter((one) => meet(one, box))).toEqual([]);
      for (const { x, y, width: wide, height: high } of [...written, ...pictures, round]) {
        expect(x >= 15 && y >= 14 && x + wide <= width! - 15 && y + high <= height! - 14).toBe(true);
      }
      expect(pictures.filter((one) => meet(one, round))).toEqual([]);
    });

    it('prints the longest that is plausible, the example, and no more than must stand, and all can be read back', async () => {
      const { faceData } = type.definition.example;
      const texts = fields.filter((field) => field.type !== 'portrait');
      const all = Object.fromEntries(texts.map((field) => [field.name, longest(field)]));
      const required = fields.filter((field) => field.required).map(({ name }) => [name, faceData[name]!]);
      for (const face of [all, faceData, Object.fromEntries(required)] as Face[]) {
        const read = await readBack(type, carriers.pdf, face);
        if (!read.ok) throw new Error(`${read.code} ${read.detail}`);
        const said = JSON.stringify(read.value.said);
        for (const name of Object.keys(face)) expect(said).toContain(`/faceData/${name}`);
      }
    });
  });
});
