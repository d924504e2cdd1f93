import type { Finder } from './finders.js';
import type { Point } from './plane.js';

/** A finder pattern with its outer corners, one after the other around it as {@link square} has them. */
export interface Framed extends Finder {
  corners: Point[];
}

/** How two finder patterns of a code stand to one another. */
export interface Way {
  /** Whether they stand at opposite corners of the code. */
  diagonal: boolean;
  /** Modules from middle to middle along a side of the code, as measured. */
  modules: number;
  /** Which of each pattern's corners comes first, seen with the second pattern to the right (or right and below). */
  turns: readonly [number, number];
}

/** Corners of a finder pattern around its middle, in modules. */
export const square = ([x, y]: Point): Point[] => [
  [x - 3.5, y - 3.5],
  [x + 3.5, y - 3.5],
  [x + 3.5, y + 3.5],
  [x - 3.5, y + 3.5],
];

/** Corners after quarter turns. */
export const turned = (corners: readonly Point[], turn: number): Point[] =>
  corners.map((_, i) => corners[(i + turn) % 4]!);

/** How two patterns stand to one another, when they can be those of one code. */
export function wayBetween(one: Framed, other: Framed): Way | undefined {
  if (one.module > 1.5 * other.module || other.module > 1.5 * one.module) return undefined;
  const [seen, back] = [stepsTo(one, other), stepsTo(other, one)];
  const ratios = [seen, back].map(([x, y]) => Math.min(Math.abs(x / y), Math.abs(y / x)));
  const diagonal = ratios.every((ratio) => ratio > 0.6);
  if (!diagonal && ratios.some((ratio) => ratio > 0.35)) return undefined;
  const length = ([x, y]: Point) => (diagonal ? (Math.abs(x) + Math.abs(y)) / 2 : Math.max(Math.abs(x), Math.abs(y)));
  return {
    diagonal,
    modules: Math.sqrt(length(seen) * length(back)),
    turns: [turnOf(seen, diagonal), turnOf([-back[0], -back[1]], diagonal)],
  };
}

/** Distances between the middles of finder patterns that codes have (14 modules, 4 more each version), the nearest first. */
export function distances(modules: number): number[] {
  const all = Array.from({ length: 40 }, (_, version) => 14 + 4 * version);
  const near = all.filter((one) => Math.abs(one - modules) < Math.max(3, 0.05 * modules));
  return near.sort((a, b) => Math.abs(a - modules) - Math.abs(b - modules)).slice(0, 3);
}

/** From one pattern's middle to the other's, in modules along the first one's own sides. */
function stepsTo(one: Framed, other: Framed): Point {
  const [a, b, c, d] = one.corners as [Point, Point, Point, Point];
  const u = [(b[0] - a[0] + c[0] - d[0]) / 14, (b[1] - a[1] + c[1] - d[1]) / 14] as const;
  const v = [(d[0] - a[0] + c[0] - b[0]) / 14, (d[1] - a[1] + c[1] - b[1]) / 14] as const;
  const [x, y] = [other.x - one.x, other.y - one.y];
  const area = u[0] * v[1] - u[1] * v[0];
  return [(x * v[1] - y * v[0]) / area, (u[0] * y - u[1] * x) / area];
}

/** Quarter turns after which a way goes to the right (or, a diagonal one, right and down). */
function turnOf([x, y]: Point, diagonal: boolean): number {
  if (diagonal && x > 0) return y > 0 ? 0 : 3;
  if (diagonal) return y > 0 ? 1 : 2;
  if (Math.abs(x) > Math.abs(y)) return x > 0 ? 0 : 2;
  return y > 0 ? 1 : 3;
}
