import { cornersOf } from './corners.js';
import { darkOf, type GreyPicture } from './dark.js';
import { findFinders } from './finders.js';
import { flattened } from './flattened.js';
import { type Point, project, projectionOf } from './plane.js';
import { distances, type Framed, square, turned, type Way, wayBetween } from './way.js';

/**
 * The codes that a picture may hold, one picture each: looked at from straight above, and with a finder pattern painted in
 * where one may have been lost to a glare, a finger or a tear, for no reader finds a code by the other two. The likeliest
 * first: where three patterns are seen, those.
 */
export function* mended(picture: GreyPicture): Generator<GreyPicture> {
  const dark = darkOf(picture);
  const framed: Framed[] = [];
  for (const finder of findFinders(dark, picture.width, picture.height).slice(0, 8)) {
    const corners = cornersOf(picture, dark, finder);
    if (corners) framed.push({ ...finder, corners });
  }
  const guesses: Guess[] = [];
  for (let a = 0; a < framed.length; a++) {
    for (let b = a + 1; b < framed.length; b++) guesses.push(...guessesOf(framed, framed[a]!, framed[b]!));
  }
  const seen = new Set<string>();
  for (const guess of guesses.sort((a, b) => Number(a.lost !== undefined) - Number(b.lost !== undefined))) {
    const key = guess.lost ? '' : `${guess.far} ${guess.by.map((one) => framed.indexOf(one)).sort()}`;
    if (key !== '' && seen.has(key)) continue;
    seen.add(key);
    const flat = flattenedBy(picture, guess);
    if (flat) yield flat;
  }
}

interface Guess {
  /** Patterns that were seen, and in the same order the middles that they have in modules, the first one's at 0, 0. */
  by: Framed[];
  middles: Point[];
  turns: number[];
  /** Where the third pattern must have been, unless it was seen too. */
  lost?: Point;
  /** Modules from middle to middle along a side. */
  far: number;
  upwards: boolean;
}

function guessesOf(framed: readonly Framed[], one: Framed, other: Framed): Guess[] {
  const way = wayBetween(one, other);
  return way ? distances(way.modules).flatMap((far) => guessesAt(framed, [one, other], way, far)) : [];
}

function guessesAt(framed: readonly Framed[], by: [Framed, Framed], way: Way, far: number): Guess[] {
  const middles: Point[] = [
    [0, 0],
    [far, way.diagonal ? far : 0],
  ];
  const guess: Guess = { by, middles, turns: [...way.turns], far, upwards: false };
  const map = mapOf(guess);
  if (!map) return [];
  const across: [Point, boolean][] = way.diagonal
    ? [
        [[far, 0], false],
        [[0, far], false],
      ]
    : [
        [[0, far], false],
        [[far, far], false],
        [[0, -far], true],
        [[far, -far], true],
      ];
  return across.flatMap(([lost, upwards]): Guess[] => {
    const [x, y] = project(map, lost);
    const near = ({ x: atX, y: atY, module }: Framed) =>
      Math.hypot(atX - x, atY - y) < Math.max(4, 0.15 * far) * module;
    const third = framed.find((each) => !by.includes(each) && near(each));
    const painted = { ...guess, lost, upwards };
    if (!third) return [painted];
    const turn = turnOfThird(
      third,
      square(lost).map((corner) => project(map, corner)),
    );
    const whole = { by: [...by, third], middles: [...middles, lost], turns: [...guess.turns, turn], far, upwards };
    return [whole, painted];
  });
}

/** The quarter turn with which its corners lie nearest to where they are looked for. */
function turnOfThird(third: Framed, places: readonly Point[]): number {
  const off = (turn: number): number =>
    turned(third.corners, turn).reduce((sum, [x, y], i) => {
      const [px, py] = places[i]!;
      return sum + (x - third.x - px + mean(places, 0)) ** 2 + (y - third.y - py + mean(places, 1)) ** 2;
    }, 0);
  return [0, 1, 2, 3].reduce((best, turn) => (off(turn) < off(best) ? turn : best));
}

const mean = (points: readonly Point[], axis: 0 | 1) =>
  points.reduce((sum, point) => sum + point[axis], 0) / points.length;

function mapOf({ by, middles, turns }: Guess) {
  return projectionOf(
    middles.flatMap(square),
    by.flatMap((one, i) => turned(one.corners, turns[i]!)),
  );
}

function flattenedBy(picture: GreyPicture, guess: Guess): GreyPicture | undefined {
  const map = mapOf(guess);
  const corner: Point = [-3.5, guess.upwards ? -guess.far - 3.5 : -3.5];
  return map && flattened(picture, map, { corner, size: guess.far + 7, lost: guess.lost });
}
