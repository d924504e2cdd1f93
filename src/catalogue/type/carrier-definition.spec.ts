import { describe, expect, it } from '@jest/globals';
import { type CarrierDefinition, carrierDefinition, checkCarrierDefinition } from './carrier-definition.js';
import type { FieldDefinition } from './definition.js';

const label = { 'zh-CN': '名', en: 'Name' };
const name: FieldDefinition = { name: 'name', label, type: 'text', required: true, maxLength: 50 };
const born: FieldDefinition = { name: 'born', label, type: 'date', required: true };
const members: FieldDefinition = { name: 'members', label, type: 'list', required: true, items: [name] };
const fields = [name, born, members];

const box = { x: 10, y: 10, width: 80, height: 20 };
const paper = {
  page: { size: 'A4', orientation: 'portrait' },
  colours: {
    ink: '#000000',
    label: '#000000',
    title: '#000000',
    frame: '#000000',
    tint: '#000000',
    seal: '#c8102e',
  },
  frame: { style: 'none', inset: 0 },
  blocks: [
    { kind: 'panel', box, fill: '#ffffff' },
    { kind: 'text', box, font: 'bold', size: 12, align: 'left', source: 'faceData.name' },
    {
      kind: 'flow',
      box,
      size: 12,
      minSize: 6,
      columns: 1,
      labelWidth: 20,
      items: [
        { label: '日', source: 'faceData.born', as: 'date' },
        { label: '人', list: 'faceData.members', columns: [{ name: 'name', label: '名' }] },
        { label: '期', source: 'validity' },
      ],
    },
  ],
  qr: { x: 10, y: 40, size: 30 },
  seal: { x: 60, y: 40, diameter: 40, words: '章' },
};
const written = { guard: { fields: ['name', 'born'], licenceNumber: true, holders: false }, pdf: paper };
const parsed = (change: (definition: CarrierDefinition) => void): CarrierDefinition => {
  const definition = structuredClone(carrierDefinition.parse(written));
  change(definition);
  return definition;
};
// biome-ignore lint/suspicious/noExplicitAny: the places are written as their pointers are
const at = (definition: CarrierDefinition): any => definition;

describe('what the carriers of a type say', () => {
  it('fits a type when every name is one of its fields', () => {
    expect(
      checkCarrierDefinition(
        parsed(() => undefined),
        fields,
      ),
    ).toEqual([]);
  });

  it.each([
    ['a guard field', '/guard/fields/1', (d) => (at(d).guard.fields[1] = 'other')],
    ['a list for the guard', '/guard/fields/0', (d) => (at(d).guard.fields[0] = 'members')],
    ['a text of the page', '/pdf/blocks/1/source', (d) => (at(d).pdf.blocks[1].source = 'faceData.other')],
    ['a list as a text', '/pdf/blocks/1/source', (d) => (at(d).pdf.blocks[1].source = 'faceData.members')],
    ['a row', '/pdf/blocks/2/items/0/source', (d) => (at(d).pdf.blocks[2].items[0].source = 'faceData.other')],
    ['a list that is none', '/pdf/blocks/2/items/1/list', (d) => (at(d).pdf.blocks[2].items[1].list = 'faceData.born')],
    ['a list', '/pdf/blocks/2/items/1/list', (d) => (at(d).pdf.blocks[2].items[1].list = 'faceData.other')],
    [
      'a column',
      '/pdf/blocks/2/items/1/columns/0/name',
      (d) => (at(d).pdf.blocks[2].items[1].columns[0].name = 'born'),
    ],
  ] as [string, string, (definition: CarrierDefinition) => void][])(
    'names %s that the type lacks',
    (_, pointer, change) => {
      expect(checkCarrierDefinition(parsed(change), fields).map((fault) => fault.pointer)).toEqual([pointer]);
    },
  );

  it.each([
    ['a guard field twice', { ...written, guard: { ...written.guard, fields: ['name', 'name'] } }],
    ['an unknown member', { ...written, more: 1 }],
    ['a colour that is none', { ...written, pdf: { ...paper, colours: { ...paper.colours, ink: 'red' } } }],
    [
      'a source that no licence has',
      { ...written, pdf: { ...paper, blocks: [{ ...paper.blocks[1], source: 'secret' }] } },
    ],
    ['no block', { ...written, pdf: { ...paper, blocks: [] } }],
  ])('is not read with %s', (_, wrong) => {
    expect(carrierDefinition.safeParse(wrong).success).toBe(false);
  });
});
