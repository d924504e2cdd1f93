import { type GreyPicture, valueAt } from './dark.js';
import type { Finder } from './finders.js';
import type { Point } from './plane.js';

/** The four outer corners of a finder pattern, one after the other around it; undefined when its ring is broken. */
export function cornersOf(picture: GreyPicture, dark: Uint8Array, finder: Finder): Point[] | undefined {
  const ring = ringOf(dark, picture, finder);
  if (!ring) return undefined;
  const farthest = (measure: (point: Point) => number): Point =>
    ring.reduce((best, point) => (measure(point) > measure(best) ? point : best));
  const from =
    ([x, y]: Point) =>
    (point: Point) =>
      Math.hypot(point[0] - x, point[1] - y);
  const first = farthest(from([finder.x, finder.y]));
  const third = farthest(from(first));
  const beside = (point: Point): number =>
    (third[0] - first[0]) * (point[1] - first[1]) - (third[1] - first[1]) * (point[0] - first[0]);
  const rough = [first, farthest((point) => -beside(point)), third, farthest(beside)];
  const sides = rough.map((corner, i) => edgeOf(picture, finder, corner, rough[(i + 1) % 4]!));
  const corners = sides.map((side, i) => crossing(sides[(i + 3) % 4], side));
  return corners.every((corner) => corner !== undefined) ? corners : undefined;
}

/** Pixels of the outer ring: dark, in one piece, and ending within the reach of a finder pattern. */
function ringOf(dark: Uint8Array, { width, height }: GreyPicture, { x, y, module }: Finder): Point[] | undefined {
  let at = Math.floor(x);
  const row = Math.floor(y) * width;
  for (const colour of [1, 0]) while (at >= 0 && dark[row + at] === colour) at -= 1;
  if (at < 0) return undefined;
  const reach = 7 * module;
  const found: Point[] = [];
  const seen = new Set([row + at]);
  for (const place of seen) {
    const [px, py] = [place % width, Math.floor(place / width)];
    if (Math.abs(px - x) > reach || Math.abs(py - y) > reach) return undefined;
    found.push([px + 0.5, py + 0.5]);
    if (px > 0 && dark[place - 1]) seen.add(place - 1);
    if (px + 1 < width && dark[place + 1]) seen.add(place + 1);
    if (py > 0 && dark[place - width]) seen.add(place - width);
    if (py + 1 < height && dark[place + width]) seen.add(place + width);
  }
  return found.length > 12 * module * module ? found : undefined;
}

interface Line {
  through: Point;
  along: Point;
}

/** The line along which the ring's outer edge runs between two corners, to a part of a pixel. */
function edgeOf(picture: GreyPicture, finder: Finder, from: Point, to: Point): Line | undefined {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  let out: Point = [(to[1] - from[1]) / length, (from[0] - to[0]) / length];
  if (out[0] * (from[0] - finder.x) + out[1] * (from[1] - finder.y) < 0) out = [-out[0], -out[1]];
  const points: Point[] = [];
  for (let step = 3; step <= 17; step++) {
    const base: Point = [from[0] + ((to[0] - from[0]) * step) / 20, from[1] + ((to[1] - from[1]) * step) / 20];
    const far = turnOf(picture, finder.module, base, out);
    if (far !== undefined) points.push([base[0] + far * out[0], base[1] + far * out[1]]);
  }
  return points.length < 6 ? undefined : lineThrough(points);
}

/** Where it turns from dark to light going outwards, from the base in pixels. */
function turnOf(picture: GreyPicture, module: number, base: Point, out: Point): number | undefined {
  const steps = Math.ceil(module * 4);
  const values = Array.from({ length: steps + 1 }, (_, i) => {
    const far = (i / steps) * 2 * module - 0.9 * module;
    return valueAt(picture, [base[0] + far * out[0], base[1] + far * out[1]]);
  });
  const half = (Math.min(...values) + Math.max(...values)) / 2;
  for (let i = values.indexOf(Math.min(...values)); i < steps; i++) {
    const [a, b] = [values[i]!, values[i + 1]!];
    if (a < half && b >= half) return ((i + (half - a) / (b - a)) / steps) * 2 * module - 0.9 * module;
  }
  return undefined;
}

/** The line that lies best among points, told again without the third of them that lies worst. */
function lineThrough(points: readonly Point[], again = true): Line {
  const n = points.length;
  const [x, y] = [points.reduce((sum, p) => sum + p[0], 0) / n, points.reduce((sum, p) => sum + p[1], 0) / n];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [px, py] of points) {
    xx += (px - x) ** 2;
    xy += (px - x) * (py - y);
    yy += (py - y) ** 2;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const along: Point = [Math.cos(angle), Math.sin(angle)];
  if (!again) return { through: [x, y], along };
  const off = ([px, py]: Point) => Math.abs((px - x) * along[1] - (py - y) * along[0]);
  const best = [...points].sort((a, b) => off(a) - off(b)).slice(0, Math.ceil((n * 2) / 3));
  return lineThrough(best, false);
}

function crossing(one: Line | undefined, other: Line | undefined): Point | undefined {
  if (!one || !other) return undefined;
  const across = one.along[0] * other.along[1] - one.along[1] * other.along[0];
  if (Math.abs(across) < 0.2) return undefined;
  const [dx, dy] = [other.through[0] - one.through[0], other.through[1] - one.through[1]];
  const far = (dx * other.along[1] - dy * other.along[0]) / across;
  return [one.through[0] + far * one.along[0], one.through[1] + far * one.along[1]];
}
