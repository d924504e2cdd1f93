import { ok, type Result, refuse } from '../../core/index.js';
import { drawBackground, drawWatermark } from './draw/background.js';
import { drawFlow, type Line, linesOf } from './draw/flow.js';
import { drawPanel } from './draw/panel.js';
import { drawPhoto } from './draw/photo.js';
import { drawQr, qrModules } from './draw/qr.js';
import { drawSeal } from './draw/seal.js';
import { drawText, textOf } from './draw/text.js';
import { missingGlyphs } from './glyphs.js';
import type { PdfInput, PdfRefusal } from './input.js';
import { closePen, openPen, type Pen } from './pen.js';
import { markOf } from './say.js';
import { measureGap, reserveSignature, type UnsignedPdf } from './signature-place.js';
import type { FlowBlock, PanelBlock, TextBlock } from './template.js';

type Laid = { block: PanelBlock } | { block: TextBlock; text: string } | { block: FlowBlock; lines: Line[] };

/**
 * Lays a licence out on one page, with the master attached and an empty place for the signature.
 * The same input makes the same bytes. Every character is looked up in its font before anything is drawn.
 */
export async function layOutPdf(input: PdfInput): Promise<Result<UnsignedPdf, PdfRefusal>> {
  const { template, licence } = input;
  const code = qrModules(input.qr);
  if (code === null) return refuse('qr-too-long');
  const pen = openPen(template.page, `${licence.typeName['zh-CN']} ${licence.identifier}`, input.madeAt);
  const laid = template.blocks.map((block): Laid => {
    if (block.kind === 'panel') return { block };
    return block.kind === 'text' ? { block, text: textOf(block, licence) } : { block, lines: linesOf(block, licence) };
  });
  const missing = findMissing(pen, laid, input);
  if (missing.length > 0) return refuse('glyph-missing', missing.join(''));

  const { pdf } = pen;
  pdf.markContent('Artifact', { type: 'Layout' });
  drawBackground(pen, template);
  for (const { block } of laid) if (block.kind === 'panel') drawPanel(pdf, block);
  drawWatermark(pen, template);
  pdf.endMarkedContent();

  // Pictures lie under the texts and are told of after them: a reader of the page refuses what is painted over a text.
  let readable = true;
  const figures: PDFKit.PDFStructureElement[] = [];
  if (template.photo) {
    const { photo } = template;
    const draw = () => {
      readable = drawPhoto(pen, photo, template.colours.frame, input.photo);
    };
    figures.push(figure(pdf, photo.label, draw, markOfPhoto(input)));
  }
  if (!readable) return refuse('photo-unreadable');
  figures.push(figure(pdf, '核验二维码', () => drawQr(pdf, code, template.qr)));
  const seal = () => drawSeal(pen, template.seal, licence.issuer, template.colours.seal);
  figures.push(figure(pdf, `${licence.issuer}印章`, seal));

  const root = pdf.struct('Document');
  pdf.addStructure(root);
  for (const one of laid) {
    if (!drawBlock(pen, root, one, input)) {
      const { x, y } = one.block.box;
      return refuse('does-not-fit', `the ${one.block.kind} at ${x}, ${y} mm`);
    }
  }
  for (const one of figures) root.add(one);
  root.end();

  attachMaster(pdf, input);
  reserveSignature(pen, template.seal, licence, input.madeAt);
  return ok(measureGap(await closePen(pen)));
}

function drawBlock(pen: Pen, root: PDFKit.PDFStructureElement, one: Laid, input: PdfInput): boolean {
  const { pdf } = pen;
  const { colours } = input.template;
  if (!('text' in one || 'lines' in one)) return true;
  if ('lines' in one) {
    if (one.lines.length === 0) return true;
    const table = pdf.struct('Table');
    root.add(table);
    const fits = drawFlow(pen, one.block, one.lines, colours, table);
    table.end();
    return fits;
  }
  if (one.text === '') return true;
  let fits = true;
  root.add(
    pdf.struct(one.block.tag, titleOf(one.block), () => {
      fits = drawText(pen, one.block, one.text, colours);
    }),
  );
  return fits;
}

function figure(pdf: PDFKit.PDFDocument, alt: string, draw: () => void, title?: string): PDFKit.PDFStructureElement {
  const content = pdf.markStructureContent('Figure');
  draw();
  pdf.endMarkedContent();
  return pdf.struct('Figure', { ...(title !== undefined && { title }), alt }, [content]);
}

/** The title of an element says which field its text shows. */
const titleOf = ({ source, words }: TextBlock) => (source === undefined ? {} : { title: markOf(source, words) });

/** The field of the face whose picture this is: a reader holds its bytes against those of the master's. */
function markOfPhoto({ photo, licence: { faceData } }: PdfInput): string | undefined {
  if (photo === undefined) return undefined;
  const base64 = Buffer.from(photo).toString('base64');
  const name = Object.keys(faceData).find((one) => faceData[one] === base64);
  return name === undefined ? undefined : markOf(`faceData.${name}`);
}

function findMissing(pen: Pen, laid: readonly Laid[], { template, licence }: PdfInput): string[] {
  const texts = {
    regular: [] as string[],
    bold: [licence.issuer, template.seal.words, template.watermark?.words ?? ''],
  };
  for (const one of laid) {
    if ('text' in one) texts[one.block.font].push(one.text);
    else if ('lines' in one) {
      const cells = one.lines.flatMap((line) => line.cells);
      for (const cell of cells) texts[cell.head ? 'regular' : one.block.font].push(cell.text);
    }
  }
  return [...missingGlyphs(pen.font('regular'), texts.regular), ...missingGlyphs(pen.font('bold'), texts.bold)];
}

function attachMaster(pdf: PDFKit.PDFDocument, { licence, master, madeAt }: PdfInput): void {
  const options = {
    name: `${licence.identifier}.sd-jwt`,
    type: 'application/dc+sd-jwt',
    description: 'SD-JWT VC: the master that this page shows',
    relationship: 'Data',
    creationDate: madeAt,
    modifiedDate: madeAt,
  };
  pdf.file(Buffer.from(master), options as unknown as Parameters<PDFKit.PDFDocument['file']>[1]);
}
