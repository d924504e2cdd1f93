import { mm, type Pen } from '../pen.js';
import type { PdfTemplate } from '../template.js';

/** The portrait in its frame, or the shape of a head where there is none. False for bytes that are no picture. */
export function drawPhoto(
  { pdf }: Pen,
  { box }: NonNullable<PdfTemplate['photo']>,
  colour: string,
  photo?: Uint8Array,
): boolean {
  const [x, y, width, height] = [mm(box.x), mm(box.y), mm(box.width), mm(box.height)];
  if (photo !== undefined) {
    pdf.save();
    pdf.rect(x, y, width, height).clip();
    try {
      pdf.image(Buffer.from(photo), x, y, { cover: [width, height], align: 'center', valign: 'center' });
    } catch {
      return false;
    }
    pdf.restore();
  } else {
    pdf.save();
    pdf.rect(x, y, width, height).fill('#f3efe6');
    pdf.rect(x, y, width, height).clip().fillColor('#cfc6b3');
    pdf.circle(x + width / 2, y + height * 0.38, width * 0.22).fill();
    pdf.ellipse(x + width / 2, y + height * 1.02, width * 0.4, height * 0.36).fill();
    pdf.restore();
  }
  pdf.save().lineWidth(0.6).strokeColor(colour).rect(x, y, width, height).stroke().restore();
  return true;
}
