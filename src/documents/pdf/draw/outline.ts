import type { OpenedFont } from '../pen.js';

/** One letter as an SVG path, y upwards, with its width, both in font units. */
export interface OutlinedLetter {
  path: string;
  width: number;
}

/** Letters as shapes, for a seal or a watermark: they are pictures, so no reader takes them for text of the page. */
export function outline(font: OpenedFont, text: string): OutlinedLetter[] {
  return font.layout(text).glyphs.map((glyph) => ({ path: glyph.path.toSVG(), width: glyph.advanceWidth }));
}

/** Draws a letter with its middle at the origin; `squeeze` narrows it, as on seals. */
export function drawLetter(
  pdf: PDFKit.PDFDocument,
  font: OpenedFont,
  letter: OutlinedLetter,
  size: number,
  squeeze = 1,
): void {
  const scale = size / font.unitsPerEm;
  pdf.save();
  pdf.transform(scale * squeeze, 0, 0, -scale, (-letter.width * scale * squeeze) / 2, size * 0.36);
  if (letter.path !== '') pdf.path(letter.path).fill();
  pdf.restore();
}
