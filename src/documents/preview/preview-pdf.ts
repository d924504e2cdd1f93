import { PDFiumLibrary } from '@hyzyla/pdfium';
import { encode } from 'fast-png';

/** The bounds of a preview. */
export const previewLimits = {
  pdfBytes: 4 * 1024 * 1024,
  leastWidth: 64,
  mostWidth: 2480,
  pixels: 2480 * 3508,
} as const;

// Compiled once in each thread, and left alone by those that never draw.
let library: Promise<PDFiumLibrary> | undefined;

/**
 * Draws the first page of a PDF of ours as a PNG of this width, on white; the same bytes from the same PDF. A page is drawn
 * in one go of some tenths of a second, so it belongs into a worker thread, and whoever started that bounds its time.
 *
 * @throws Error for what is no PDF, or when width, file or picture is beyond {@link previewLimits}
 */
export async function previewPdf(pdf: Uint8Array, { width }: { width: number }): Promise<Uint8Array> {
  const { pdfBytes, leastWidth, mostWidth, pixels } = previewLimits;
  if (pdf.length > pdfBytes) throw new Error(`preview: a file of ${pdf.length} bytes`);
  if (!Number.isInteger(width) || width < leastWidth || width > mostWidth)
    throw new Error(`preview: a width of ${width}`);
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(pdf);
  try {
    const page = document.getPage(0);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const height = Math.round((width * originalHeight) / originalWidth);
    if (!(height > 0 && width * height <= pixels)) throw new Error(`preview: a picture of ${width} × ${height}`);
    const drawn = await page.render({ width, height, render: 'bitmap' });
    return encode({ width, height, channels: 3, data: withoutAlpha(drawn.data) });
  } finally {
    document.destroy();
  }
}

/** Paper is white throughout, so that its alpha says nothing. */
function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from]!;
    rgb[to++] = rgba[from + 1]!;
    rgb[to++] = rgba[from + 2]!;
  }
  return rgb;
}
