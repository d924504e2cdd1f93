import type { Picture } from './codecs.js';

/** Makes a picture smaller by averaging all the dots that fall into one; one that is small enough stays. */
export function shrink(picture: Picture, mostWidth: number, mostHeight: number): Picture {
  const factor = Math.min(1, mostWidth / picture.width, mostHeight / picture.height);
  const [width, height] = [Math.round(picture.width * factor), Math.round(picture.height * factor)];
  if (factor === 1) return picture;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      data.set(average(picture, [x / width, (x + 1) / width], [y / height, (y + 1) / height]), (y * width + x) * 4);
  }
  return { width, height, data };
}

/** The mean of an area whose borders are shares of the picture's sides, the dots on a border weighted by what lies within. */
function average({ width, height, data }: Picture, across: [number, number], down: [number, number]): number[] {
  const [left, right, top, bottom] = [across[0] * width, across[1] * width, down[0] * height, down[1] * height];
  const sum = [0, 0, 0, 0];
  let weights = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    for (let x = Math.floor(left); x < right; x++) {
      const weight = (Math.min(x + 1, right) - Math.max(x, left)) * (Math.min(y + 1, bottom) - Math.max(y, top));
      const at = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 4;
      for (let channel = 0; channel < 4; channel++) sum[channel]! += data[at + channel]! * weight;
      weights += weight;
    }
  }
  return sum.map((value) => value / weights);
}
