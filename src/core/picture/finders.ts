const { abs, floor } = Math;

/** A finder pattern of a QR code: its middle and how wide a module is, in pixels. */
export interface Finder {
  x: number;
  y: number;
  module: number;
}

const shape = [1, 1, 3, 1, 1];

/** Looks for what is dark and light as 1:1:3:1:1 along a row and, through the same middle, along the column. */
export function findFinders(dark: Uint8Array, width: number, height: number): Finder[] {
  const groups: (Finder & { seen: number })[] = [];
  for (let y = 0; y < height; y += 2) {
    const ends: number[] = [];
    for (let x = 0; x <= width; x++) {
      if (x < width && x > 0 && dark[y * width + x] === dark[y * width + x - 1]) continue;
      ends.push(x);
      const begin = ends[ends.length - 6];
      if (begin === undefined || dark[y * width + begin] !== 1) continue;
      const runs = shape.map((_, i) => ends[ends.length - 5 + i]! - ends[ends.length - 6 + i]!);
      if (moduleOf(runs) === undefined) continue;
      const middle = floor((ends[ends.length - 4]! + ends[ends.length - 3]!) / 2);
      const found = crossChecked(dark, width, height, middle, y);
      if (found) join(groups, found);
    }
  }
  return groups.filter((one) => one.seen > 1).sort((a, b) => b.seen - a.seen);
}

/** Width of a module when the five runs are a finder pattern's. */
function moduleOf(runs: readonly number[]): number | undefined {
  const module = runs.reduce((a, b) => a + b, 0) / 7;
  const fits = runs.every((run, i) => abs(run - shape[i]! * module) < shape[i]! * module * (i === 2 ? 0.35 : 0.6));
  return module >= 1.5 && fits ? module : undefined;
}

function crossChecked(dark: Uint8Array, width: number, height: number, x: number, y: number): Finder | undefined {
  const column = runsThrough((at) => dark[at * width + x]!, y, height);
  if (!column) return undefined;
  const middle = floor(column.middle);
  const row = runsThrough((at) => dark[middle * width + at]!, x, width);
  if (!row || row.module > 1.6 * column.module || column.module > 1.6 * row.module) return undefined;
  return { x: row.middle, y: column.middle, module: (row.module + column.module) / 2 };
}

function runsThrough(at: (place: number) => number, from: number, end: number) {
  const walk = (step: number): [number, number, number] | undefined => {
    const turns: number[] = [];
    let place = from;
    for (let colour = 1; turns.length < 3; colour = 1 - colour) {
      while (place >= 0 && place < end && at(place) === colour) place += step;
      turns.push(place);
      if ((place < 0 || place >= end) && turns.length < 3) return undefined;
    }
    return turns as [number, number, number];
  };
  const [back, on] = [walk(-1), walk(1)];
  if (!back || !on) return undefined;
  const runs = [back[1] - back[2], back[0] - back[1], on[0] - back[0] - 1, on[1] - on[0], on[2] - on[1]];
  const module = moduleOf(runs);
  return module === undefined ? undefined : { module, middle: (on[0] + back[0] + 1) / 2 };
}

function join(groups: (Finder & { seen: number })[], found: Finder): void {
  const near = groups.find((one) => Math.hypot(one.x - found.x, one.y - found.y) < 3 * one.module);
  if (!near) {
    groups.push({ ...found, seen: 1 });
    return;
  }
  const share = 1 / (near.seen + 1);
  near.x += (found.x - near.x) * share;
  near.y += (found.y - near.y) * share;
  near.module += (found.module - near.module) * share;
  near.seen += 1;
}
