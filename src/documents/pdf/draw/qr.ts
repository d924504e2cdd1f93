import { create } from 'qrcode';
import { qrFormOf } from '../../../core/index.js';
import { mm } from '../pen.js';

/** The modules of a QR code in the form that core tells, or null when no version holds the text. */
export function qrModules(text: string): { size: number; dark(row: number, column: number): boolean } | null {
  try {
    const form = qrFormOf(text, (errorCorrectionLevel) => create(text, { errorCorrectionLevel }).version);
    const { modules } = create(text, form);
    return { size: modules.size, dark: (row, column) => modules.get(row, column) === 1 };
  } catch {
    return null;
  }
}

/** Draws it as rectangles, a row's neighbours in one, on white with the quiet zone of four modules inside its place. */
export function drawQr(
  pdf: PDFKit.PDFDocument,
  code: NonNullable<ReturnType<typeof qrModules>>,
  place: { x: number; y: number; size: number },
): void {
  const side = mm(place.size);
  const module = side / (code.size + 8);
  const left = mm(place.x);
  const top = mm(place.y);
  pdf.save();
  pdf.rect(left, top, side, side).fill('#ffffff');
  for (let row = 0; row < code.size; row += 1) {
    for (let column = 0; column < code.size; column += 1) {
      if (!code.dark(row, column)) continue;
      const start = column;
      while (column + 1 < code.size && code.dark(row, column + 1)) column += 1;
      pdf.rect(left + (start + 4) * module, top + (row + 4) * module, (column - start + 1) * module, module);
    }
  }
  pdf.fill('#000000');
  pdf.restore();
}
