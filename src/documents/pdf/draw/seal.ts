import { mm, type Pen } from '../pen.js';
import type { PdfTemplate } from '../template.js';
import { drawLetter, outline } from './outline.js';

/** The round red seal of the issuing authority: its name on an arc, a star, the words below; all of it vectors. */
export function drawSeal(pen: Pen, seal: PdfTemplate['seal'], issuer: string, colour: string): void {
  const { pdf } = pen;
  const font = pen.font('bold');
  const radius = mm(seal.diameter) / 2;
  pdf.save();
  pdf.translate(mm(seal.x) + radius, mm(seal.y) + radius);
  pdf.fillColor(colour).strokeColor(colour).opacity(0.82);
  pdf
    .lineWidth(radius * 0.055)
    .circle(0, 0, radius * 0.96)
    .stroke();
  star(pdf, radius * 0.3);

  const letters = outline(font, issuer);
  const size = Math.min(radius * 0.27, (radius * 3.7) / Math.max(letters.length, 8));
  const step = Math.min(0.42, 3.85 / Math.max(letters.length - 1, 1));
  letters.forEach((letter, index) => {
    const angle = (index - (letters.length - 1) / 2) * step;
    pdf.save();
    pdf.rotate((angle * 180) / Math.PI).translate(0, -radius * 0.72);
    drawLetter(pdf, font, letter, size, 0.85);
    pdf.restore();
  });

  const below = outline(font, seal.words);
  const small = Math.min(radius * 0.19, (radius * 1.15) / below.length);
  below.forEach((letter, index) => {
    pdf.save();
    pdf.translate((index - (below.length - 1) / 2) * small * 1.06, radius * 0.56);
    drawLetter(pdf, font, letter, small);
    pdf.restore();
  });
  pdf.restore();
}

function star(pdf: PDFKit.PDFDocument, radius: number): void {
  const points = Array.from({ length: 10 }, (_, index): [number, number] => {
    const reach = index % 2 === 0 ? radius : radius * 0.382;
    const angle = (index * Math.PI) / 5 - Math.PI / 2;
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  });
  pdf.polygon(...points).fill();
}
