import type { Point } from './plane.js';

const { floor, min, max } = Math;

/** A picture without colour, 255 is white. */
export interface GreyPicture {
  width: number;
  height: number;
  grey: Uint8ClampedArray;
}

/** Takes the colour out of a picture's red, green, blue and alpha. */
export function greyOf(picture: { width: number; height: number; data: Uint8ClampedArray }): GreyPicture {
  const { width, height, data } = picture;
  const grey = new Uint8ClampedArray(width * height);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (306 * data[4 * i]! + 601 * data[4 * i + 1]! + 117 * data[4 * i + 2]!) >> 10;
  }
  return { width, height, grey };
}

/** Tells of each pixel whether it is darker than the mean of a window around it: 1 is dark. */
export function darkOf({ width, height, grey }: GreyPicture): Uint8Array {
  const reach = max(20, Math.round(min(width, height) / 14));
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += grey[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [max(0, y - reach) * (width + 1), min(height, y + reach + 1) * (width + 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [max(0, x - reach), min(width, x + reach + 1)];
      const sum = sums[bottom + right]! - sums[bottom + left]! - sums[top + right]! + sums[top + left]!;
      const area = ((bottom - top) / (width + 1)) * (right - left);
      if (grey[y * width + x]! * area < sum * 0.92) dark[y * width + x] = 1;
    }
  }
  return dark;
}

/** Grey between the pixels around a place, each pixel standing at its middle. */
export function valueAt({ width, height, grey }: GreyPicture, [x, y]: Point): number {
  const left = min(max(floor(x - 0.5), 0), width - 2);
  const top = min(max(floor(y - 0.5), 0), height - 2);
  const [fx, fy, at] = [x - 0.5 - left, y - 0.5 - top, top * width + left];
  return (
    (grey[at]! * (1 - fx) + grey[at + 1]! * fx) * (1 - fy) +
    (grey[at + width]! * (1 - fx) + grey[at + width + 1]! * fx) * fy
  );
}
