import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

const { resolve } = createRequire(import.meta.url);
// In full, not the slices for the web: those lack a tenth of the characters that stand in names.
const files = { regular: 'NotoSansSC-Regular.ttf', bold: 'NotoSansSC-Bold.ttf' } as const;
export type Weight = keyof typeof files;

/** The part of fontkit's fonts that is used here. */
export interface OpenedFont {
  unitsPerEm: number;
  hasGlyphForCodePoint(point: number): boolean;
  layout(text: string): { glyphs: { path: { toSVG(): string }; advanceWidth: number }[] };
}

/** What pdfkit keeps from its types: the parts that a signature's place and outlined letters need. */
export interface PdfReference {
  data: { [key: string]: unknown };
  end(chunk?: Uint8Array): void;
}
interface Within {
  _root: PdfReference;
  _acroform: { fonts: object; defaultFont: string };
  _font: { font: OpenedFont };
  ref(data: object): PdfReference;
  page: { dictionary: PdfReference; annotations: PdfReference[] };
}
export const within = (pdf: PDFKit.PDFDocument): Within => pdf as unknown as Within;

/** A document in the making, its fonts and its unit. */
export interface Pen {
  pdf: PDFKit.PDFDocument;
  font(weight: Weight): OpenedFont;
}

// Opened once in each thread: each is 10 MB to read. They keep the glyphs that they have met, at most those of the font.
const opened: { [weight in Weight]?: OpenedFont } = {};

/** Millimetres in points. */
export const mm = (length: number): number => (length * 72) / 25.4;

/** Opens a document of one page: PDF/A-3b's parts, tagged, in Chinese. */
export function openPen(
  page: { size: string; orientation: 'portrait' | 'landscape' },
  title: string,
  madeAt: Date,
): Pen {
  const options = {
    size: page.size,
    layout: page.orientation,
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/A-3b',
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    // A base-14 font is not embedded, which PDF/A forbids; without this pdfkit names one.
    font: null,
    info: { Title: title, Producer: 'Elicence', Creator: 'Elicence', CreationDate: madeAt, ModDate: madeAt },
  };
  const pdf = new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions);
  for (const [weight, file] of Object.entries(files)) {
    pdf.registerFont(weight, (opened[weight as Weight] ?? resolve(`@elicence/fonts/${file}`)) as string);
  }
  return {
    pdf,
    font: (weight) => {
      const { font } = within(pdf.font(weight))._font;
      opened[weight] ??= font;
      return font;
    },
  };
}

/** The bytes of the document, once it is whole. */
export function closePen({ pdf }: Pen): Promise<Buffer> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => done(Buffer.concat(chunks)));
    pdf.on('error', fail);
    pdf.end();
  });
}
