import type { PrintedLicence } from '../input.js';
import { mm, type Pen } from '../pen.js';
import { say } from '../say.js';
import type { Colours, TextBlock } from '../template.js';

/** The whole text of a block: its words, then its field; '' where it has a field that the licence lacks. */
export function textOf(block: TextBlock, licence: PrintedLicence): string {
  const said = block.source === undefined ? '' : say(licence, block.source, block.as);
  return block.source !== undefined && said === '' ? '' : `${block.words ?? ''}${said}`;
}

/** Writes one line or more into its box, smaller where it is too long; false when even half the size is too big. */
export function drawText({ pdf }: Pen, block: TextBlock, text: string, colours: Colours): boolean {
  const { x, y, width, height } = block.box;
  const options = { width: mm(width), align: block.align, characterSpacing: block.spacing, lineGap: 0 };
  let size = block.size;
  const fits = () => pdf.font(block.font).fontSize(size).heightOfString(text, options) <= mm(height) * 1.05;
  while (!fits()) {
    size -= 0.5;
    if (size < block.size / 2) return false;
  }
  // Spacing stands after the last letter too: without this a centred title hangs to the left.
  const shift = block.align === 'center' ? block.spacing / 2 : 0;
  pdf.fillColor(block.colour ?? colours.ink).text(text, mm(x) + shift, mm(y), options);
  return true;
}
