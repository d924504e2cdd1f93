// What "300 dpi print, 20° skew, blur, 10 % glare and a crease" means here. Written down before anything was measured;
// docs/carriers.md says the same. A dot is 1/300 inch (0.085 mm); grey goes from 0 to 255.
//
// Print   At 300 dpi: a dot is inked when its middle lies in a dark module, so widths of modules differ by a dot. Ink
//         spreads a quarter of a dot (0.021 mm) over each edge. Paper 235, ink 30; the sheet goes on around the code.
// Crease  A straight fold at any angle, at most 0.3 of the symbol's width from its middle. Beyond it the paper is shifted
//         towards it by 0 to 3 dots (0.25 mm: what stands up in the ridge); half of the ink is gone within 2 dots
//         (0.17 mm) on either side; shade of 60 levels at the fold, darker on one side and brighter on the other,
//         falling to 1/e in 4 dots (0.34 mm).
// Skew    The sheet is tilted by exactly 20° about an axis of any direction in it, turned by up to 15° in its plane, and
//         seen in perspective from twice the width of the code. The camera has 300 pixels per inch of the paper in the
//         middle of the code: 1,080 lines of video see 91 mm, so no printed code may be larger.
// Blur    Gaussian, with a deviation of 0.8 to 1.6 pixels (0.07 to 0.14 mm of the paper).
// Glare   A round spot whose area is 10 % of the symbol's (without quiet zone) as photographed. All in it is 255, ink as
//         paper; around it added light falls from 255 to 0 over 15 % of its radius more. Its middle is anywhere on the
//         symbol with equal probability.
// Noise   Normal, with a deviation of 4 levels a pixel; the picture has 8 bits.
import { blurred, type Grey, normals, type Point, randomOf, sample } from './picture.js';

const { abs, floor, min, max, sqrt, exp, sign, round } = Math;

const [paperGrey, inkGrey, quietZone] = [235, 30, 4];

/** A printed code: the picture in dots, and how many of them its symbol (without quiet zone) is wide. */
export interface Printed {
  picture: Grey;
  symbol: number;
}

/** Which of the transforms are done: all of them but where one is looked for that hurts. */
export interface Harm {
  crease: boolean;
  skew: boolean;
  blur: boolean;
  glare: boolean;
}
export const allHarm: Harm = { crease: true, skew: true, blur: true, glare: true };

/** Prints a matrix of modules with its quiet zone `side` millimetres wide at 300 dpi. */
export function printed(modules: { size: number; dark(row: number, column: number): boolean }, side: number): Printed {
  const width = round((side / 25.4) * 300);
  if (width > 1080) throw new Error(`a code of ${side} mm is larger than what the camera sees`);
  const module = width / (modules.size + 2 * quietZone);
  const inked = (x: number, y: number): boolean => {
    const [row, column] = [floor((y + 0.5) / module) - quietZone, floor((x + 0.5) / module) - quietZone];
    const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
    return inside && modules.dark(row, column);
  };
  const data = new Float32Array(width * width);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = paperGrey + (inkGrey - paperGrey) * coverage(inked, x, y);
  }
  return { picture: { width, height: width, data }, symbol: modules.size * module };
}

/** Share of a dot that is covered with ink when ink spreads a quarter of a dot from its neighbours. */
function coverage(inked: (x: number, y: number) => boolean, x: number, y: number): number {
  if (inked(x, y)) return 1;
  const bare = (a: boolean, b: boolean) => 1 - (a ? 0.25 : 0) - (b ? 0.25 : 0);
  const [left, right, up, down] = [inked(x - 1, y), inked(x + 1, y), inked(x, y - 1), inked(x, y + 1)];
  let covered = 1 - bare(left, right) * bare(up, down);
  if (!left && !up && inked(x - 1, y - 1)) covered += 1 / 16;
  if (!right && !up && inked(x + 1, y - 1)) covered += 1 / 16;
  if (!left && !down && inked(x - 1, y + 1)) covered += 1 / 16;
  if (!right && !down && inked(x + 1, y + 1)) covered += 1 / 16;
  return covered;
}

/** What a camera sees of a printed code after the harm that belongs to the seed. The same seed gives the same picture. */
export function photographed({ picture, symbol }: Printed, seed: number, harm: Harm = allHarm): Grey {
  const random = randomOf(seed);
  // All numbers are drawn whether needed or not, so that leaving out one transform leaves the others as they are.
  const fold = {
    angle: random() * 2 * Math.PI,
    offset: random() * 0.3 * symbol,
    shift: random() * 3,
    side: random() < 0.5 ? 1 : -1,
  };
  const [axis, roll, sigma] = [random() * 2 * Math.PI, ((random() - 0.5) * Math.PI) / 6, 0.8 + random() * 0.8];
  const spot: Point = [(random() - 0.5) * symbol, (random() - 0.5) * symbol];
  const camera = cameraOf(picture.width, axis, roll, harm.skew ? (20 * Math.PI) / 180 : 0);
  let seen = look(harm.crease ? creased(picture, fold) : picture, camera);
  if (harm.blur) seen = blurred(seen, sigma);
  if (harm.glare) glare(seen, camera, spot, symbol);
  for (let i = 0; i < seen.data.length; i++) {
    seen.data[i] = round(min(255, max(0, seen.data[i]! + 4 * normals[floor(random() * normals.length)]!)));
  }
  return seen;
}

function creased(paper: Grey, fold: { angle: number; offset: number; shift: number; side: number }): Grey {
  const { width, height } = paper;
  const [c, s] = [Math.cos(fold.angle), Math.sin(fold.angle)];
  const data = new Float32Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [(i % width) + 0.5, floor(i / width) + 0.5];
    const far = (x - width / 2) * c + (y - height / 2) * s - fold.offset;
    const shift = far > 0 ? fold.shift : 0;
    let value = sample(paper, x + shift * c, y + shift * s) ?? paperGrey;
    if (abs(far) < 2) value = (value + paperGrey) / 2;
    data[i] = value + fold.side * sign(far) * 60 * exp(-abs(far) / 4);
  }
  return { width, height, data };
}

interface Camera {
  /** Pixels along a side of the photograph. */
  size: number;
  /** From a place on the photograph to the paper, and back; both from the middle, in pixels and dots. */
  toPaper(x: number, y: number): Point;
  toPhoto(x: number, y: number): Point;
}

function cameraOf(width: number, axis: number, roll: number, tilt: number): Camera {
  const [c, s, cr, sr] = [Math.cos(axis), Math.sin(axis), Math.cos(axis + roll), Math.sin(axis + roll)];
  const [far, ct, st] = [2 * width, Math.cos(tilt), Math.sin(tilt)];
  return {
    size: Math.ceil(width * 1.4),
    toPaper(x, y) {
      // The ray through this pixel meets the plane that is tilted about the axis `v`.
      const [u, v] = [x * c + y * s, y * c - x * s];
      const along = (u * far) / (far * ct - u * st);
      const across = (v * (far + along * st)) / far;
      return [along * cr - across * sr, along * sr + across * cr];
    },
    toPhoto(x, y) {
      const [along, across] = [x * cr + y * sr, y * cr - x * sr];
      const nearer = far / (far + along * st);
      const [u, v] = [along * ct * nearer, across * nearer];
      return [u * c - v * s, u * s + v * c];
    },
  };
}

function look(paper: Grey, { size, toPaper }: Camera): Grey {
  const data = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const place = toPaper(column + 0.5 - size / 2, row + 0.5 - size / 2);
      const seen = sample(paper, place[0] + paper.width / 2, place[1] + paper.width / 2);
      data[row * size + column] = seen ?? paperGrey;
    }
  }
  return { width: size, height: size, data };
}

/** Area of the symbol as photographed, in pixels. */
function areaOf({ toPhoto }: Camera, symbol: number): number {
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([x, y]) => toPhoto((x! * symbol) / 2, (y! * symbol) / 2));
  const doubled = corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % 4]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return abs(doubled) / 2;
}

function glare({ width, data }: Grey, camera: Camera, spot: Point, symbol: number): void {
  const radius = sqrt((0.1 * areaOf(camera, symbol)) / Math.PI);
  const [x, y] = camera.toPhoto(...spot);
  for (let i = 0; i < data.length; i++) {
    const [right, down] = [(i % width) + 0.5 - width / 2 - x, floor(i / width) + 0.5 - width / 2 - y];
    if (abs(right) > 1.15 * radius || abs(down) > 1.15 * radius) continue;
    const far = sqrt(right * right + down * down);
    if (far < 1.15 * radius) data[i]! += 255 * min(1, (1.15 * radius - far) / (0.15 * radius));
  }
}
