import { mm, type Pen } from '../pen.js';
import type { PdfTemplate } from '../template.js';
import { drawLetter, outline } from './outline.js';

/** What lies under everything: the frame and a fine pattern. */
export function drawBackground({ pdf }: Pen, { frame, background, colours }: PdfTemplate): void {
  const { width, height } = pdf.page;
  if (background === 'rosette') rosette(pdf, width, height, colours.tint);
  if (background === 'waves') waves(pdf, width, height, colours.tint);
  drawFrame(pdf, frame, colours.frame, width, height);
}

/** The watermark over the page, under its texts and pictures. */
export function drawWatermark(pen: Pen, { colours, watermark }: PdfTemplate): void {
  if (watermark === undefined) return;
  const { pdf } = pen;
  const { width, height } = pdf.page;
  const font = pen.font('bold');
  const letters = outline(font, watermark.words);
  pdf.save();
  pdf
    .fillColor(colours.seal)
    .opacity(watermark.opacity)
    .translate(width / 2, height / 2)
    .rotate(watermark.angle);
  letters.forEach((letter, index) => {
    pdf.save();
    pdf.translate((index - (letters.length - 1) / 2) * watermark.size * 1.15, 0);
    drawLetter(pdf, font, letter, watermark.size);
    pdf.restore();
  });
  pdf.restore();
}

function drawFrame(
  pdf: PDFKit.PDFDocument,
  { style, inset }: PdfTemplate['frame'],
  colour: string,
  width: number,
  height: number,
): void {
  if (style === 'none') return;
  const outer = mm(inset);
  const band = mm(5);
  pdf.save().strokeColor(colour);
  for (const [at, line] of [
    [outer, 1.6],
    [outer + band, 0.7],
    [outer + band + 2.5, 0.35],
  ] as const) {
    pdf
      .lineWidth(line)
      .rect(at, at, width - 2 * at, height - 2 * at)
      .stroke();
  }
  if (style === 'guilloche') {
    pdf.lineWidth(0.35);
    const middle = outer + band / 2;
    for (const phase of [0, Math.PI / 3, (2 * Math.PI) / 3, Math.PI, (4 * Math.PI) / 3, (5 * Math.PI) / 3]) {
      wave(pdf, middle, width - middle, phase, band * 0.42, (along, off) => [along, middle + off]);
      wave(pdf, middle, width - middle, phase, band * 0.42, (along, off) => [along, height - middle + off]);
      wave(pdf, middle, height - middle, phase, band * 0.42, (along, off) => [middle + off, along]);
      wave(pdf, middle, height - middle, phase, band * 0.42, (along, off) => [width - middle + off, along]);
    }
  }
  pdf.restore();
}

/** A sine of whole periods between two ends. */
function wave(
  pdf: PDFKit.PDFDocument,
  from: number,
  to: number,
  phase: number,
  height: number,
  place: (along: number, off: number) => [number, number],
): void {
  const periods = Math.round((to - from) / 24);
  const steps = periods * 12;
  for (let step = 0; step <= steps; step += 1) {
    const point = place(
      from + ((to - from) * step) / steps,
      height * Math.sin((step / steps) * periods * 2 * Math.PI + phase),
    );
    if (step === 0) pdf.moveTo(...point);
    else pdf.lineTo(...point);
  }
  pdf.stroke();
}

function rosette(pdf: PDFKit.PDFDocument, width: number, height: number, colour: string): void {
  const reach = Math.min(width, height) * 0.33;
  pdf
    .save()
    .strokeColor(colour)
    .lineWidth(0.45)
    .opacity(0.55)
    .translate(width / 2, height / 2);
  for (let turn = 0; turn < 36; turn += 1) {
    pdf
      .save()
      .rotate(turn * 5)
      .ellipse(0, 0, reach, reach * 0.38)
      .stroke();
    pdf.restore();
  }
  pdf.restore();
}

/** Fine waves over the whole page, each a little later than the one above. */
function waves(pdf: PDFKit.PDFDocument, width: number, height: number, colour: string): void {
  pdf.save().strokeColor(colour).lineWidth(0.3).opacity(0.5);
  const gap = mm(3.2);
  for (let y = gap, phase = 0; y < height; y += gap, phase += Math.PI / 5) {
    wave(pdf, 0, width, phase, gap * 0.42, (along, off) => [along, y + off]);
  }
  pdf.restore();
}
