import { writeFile } from 'node:fs/promises';
import QRCode from 'qrcode';
import { allHarm, photographed, printed } from '../print/paper.js';
import type { Grey } from '../print/picture.js';

const [WIDTH, HEIGHT, FRAMES, PAPER] = [1280, 720, 4, 235];

/** A QR code as print has it: creased, tilted by 20°, blurred, without the glare that may hide it for a frame or two. */
export function printedCode(text: string, side = 34): Grey {
  return photographed(printed(modulesOf(text), side), 5, { ...allHarm, glare: false });
}

/** The same straight on, as a screen shows it. */
export function screenCode(text: string, side = 34): Grey {
  return photographed(printed(modulesOf(text), side), 5, { crease: false, skew: false, blur: false, glare: false });
}

/** The picture with so little light that ink and paper are a few levels apart. */
export const inTheDark = ({ data, ...size }: Grey): Grey => ({ ...size, data: data.map((grey) => 14 + grey * 0.16) });

/** Writes a film for Chromium's fake camera: the pictures side by side on a sheet of paper, or in the dark on a dark one. */
export async function filmOf(pictures: readonly Grey[], file: string, background = PAPER): Promise<void> {
  const luma = Buffer.alloc(WIDTH * HEIGHT, background);
  const room = Math.floor(WIDTH / pictures.length);
  pictures.forEach((picture, n) => {
    const left = Math.floor(room * n + (room - picture.width) / 2);
    const top = Math.floor((HEIGHT - picture.height) / 2);
    if (left < 0 || top < 0) throw new RangeError(`a picture of ${picture.width} pixels has no room`);
    for (let row = 0; row < picture.height; row++) {
      for (let column = 0; column < picture.width; column++) {
        const grey = picture.data[row * picture.width + column]!;
        luma[(top + row) * WIDTH + left + column] = Math.min(235, Math.max(16, Math.round(grey)));
      }
    }
  });
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(file, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]));
}

function modulesOf(text: string) {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'Q' });
  return { size: modules.size, dark: (row: number, column: number) => modules.get(row, column) === 1 };
}
