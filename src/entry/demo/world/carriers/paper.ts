import type { Box, Colours } from '../../../../catalogue/index.js';

/** Kinds of paper that licences are printed on: warm, red, blue, green. */
export const palettes = {
  gold: {
    ink: '#1d1d1f',
    label: '#6b4a2b',
    title: '#9c1c1c',
    frame: '#b08d4a',
    tint: '#ead9b0',
    seal: '#c8102e',
  },
  red: {
    ink: '#1d1d1f',
    label: '#7a2e2e',
    title: '#8c1515',
    frame: '#a8484a',
    tint: '#f0d9d6',
    seal: '#c8102e',
  },
  blue: {
    ink: '#1d1d1f',
    label: '#31557f',
    title: '#1d3f72',
    frame: '#4d739f',
    tint: '#d4e2f0',
    seal: '#c8102e',
  },
  green: {
    ink: '#1d1d1f',
    label: '#2f5f55',
    title: '#14594a',
    frame: '#4f8c7e',
    tint: '#d3e8e2',
    seal: '#c8102e',
  },
} as const satisfies { [name: string]: Colours };

/** A rectangle in millimetres from the upper left corner of the page. */
export const at = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

interface TextLook {
  size: number;
  font?: 'regular' | 'bold';
  align?: 'left' | 'center' | 'right';
  colour?: string;
  spacing?: number;
  tag?: 'H1' | 'H2' | 'P';
  words?: string;
  as?: 'text' | 'date';
}

/** A field of the licence, perhaps after words. */
export function value(source: string, box: Box, look: TextLook): object {
  return { kind: 'text', box, font: 'regular', align: 'left', source, ...look };
}

/** Words that always stand there. */
export function words(text: string, box: Box, look: TextLook): object {
  return { kind: 'text', box, font: 'regular', align: 'left', words: text, ...look };
}

/** The name of the type, big, and its English below. */
export function title(box: Box, size: number, colours: Colours, spacing = 10): object[] {
  const below = at(box.x, box.y + box.height, box.width, 6);
  return [
    value('typeName', box, { size, font: 'bold', align: 'center', tag: 'H1', spacing, colour: colours.title }),
    value('typeNameEn', below, { size: 10, align: 'center', colour: colours.label }),
  ];
}

/** A row of a flow with a field of the face. */
export const row = (label: string, field: string, rest: { as?: 'date' | 'boolean'; wide?: true } = {}): object => ({
  label,
  source: `faceData.${field}`,
  ...rest,
});

/** Where a page's foot is: the code to the left, the authority and its seal to the right, identifier and digest below. */
interface Foot {
  left: number;
  right: number;
  /** Of the code's upper edge. */
  top: number;
  size: number;
  colours: Colours;
  /** Words before the authority's name. */
  issuer: string;
}

/** The foot that most pages share; the seal touches the ends of the authority's name and of the date, and hides neither. */
export function foot({ left, right, top, size, colours, issuer }: Foot) {
  const diameter = 40;
  const seal = { x: right - diameter, y: top - 4, diameter, words: '电子证照专用章' };
  const text = at(left + size + 6, top + 6, seal.x + 3 - (left + size + 6), 8);
  const line = (offset: number) => at(left, top + size + offset, right - left, 4);
  return {
    blocks: [
      words('扫码核验', at(left, top + size, size, 4.5), { size: 8, align: 'center', colour: colours.label }),
      value('issuer', text, { size: 13, font: 'bold', align: 'right', ...(issuer !== '' && { words: issuer }) }),
      value('issuedOn', { ...text, y: text.y + 10 }, { size: 12, align: 'right', as: 'date' }),
      value('identifier', line(6), { size: 7.5, words: '证照标识：', align: 'center', colour: colours.label }),
      value('masterDigest', line(10.5), { size: 7.5, words: '母本摘要：', align: 'center', colour: colours.label }),
    ],
    qr: { x: left, y: top, size },
    seal,
  };
}
