import { mm } from '../pen.js';
import type { PanelBlock } from '../template.js';

/** A surface, a frame or both. */
export function drawPanel(pdf: PDFKit.PDFDocument, { box, fill, stroke, line, radius }: PanelBlock): void {
  const [x, y, width, height, corner] = [box.x, box.y, box.width, box.height, radius].map(mm) as [
    number,
    number,
    number,
    number,
    number,
  ];
  pdf.save();
  const shape = () => (corner > 0 ? pdf.roundedRect(x, y, width, height, corner) : pdf.rect(x, y, width, height));
  if (fill !== undefined) shape().fill(fill);
  if (stroke !== undefined) shape().lineWidth(line).stroke(stroke);
  pdf.restore();
}
