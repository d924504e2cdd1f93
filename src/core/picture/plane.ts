/** A point: x to the right, y down. */
export type Point = readonly [number, number];

/** A projective map of the plane, row by row; its last number is 1. */
export type Projection = readonly number[];

/** The projection that carries the points of `from` to those of `to` with the least squares; four points or more. */
export function projectionOf(from: readonly Point[], to: readonly Point[]): Projection | undefined {
  const sums = Array.from({ length: 8 }, () => new Float64Array(9));
  const add = (row: readonly number[], value: number): void => {
    for (let i = 0; i < 8; i++) {
      for (let j = 0; j < 8; j++) sums[i]![j]! += row[i]! * row[j]!;
      sums[i]![8]! += row[i]! * value;
    }
  };
  from.forEach(([x, y], i) => {
    const [u, v] = to[i]!;
    add([x, y, 1, 0, 0, 0, -u * x, -u * y], u);
    add([0, 0, 0, x, y, 1, -v * x, -v * y], v);
  });
  const solved = solve(sums);
  return solved && [...solved, 1];
}

/** Where a projection carries a point. */
export function project(map: Projection, [x, y]: Point): Point {
  const w = map[6]! * x + map[7]! * y + map[8]!;
  return [(map[0]! * x + map[1]! * y + map[2]!) / w, (map[3]! * x + map[4]! * y + map[5]!) / w];
}

/** Gauss's elimination with pivots. */
function solve(rows: Float64Array[]): number[] | undefined {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column; row < n; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    if (Math.abs(head[column]!) < 1e-9) return undefined;
    for (const row of rows) {
      if (row === head) continue;
      const factor = row[column]! / head[column]!;
      for (let i = column; i <= n; i++) row[i]! -= factor * head[i]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}
