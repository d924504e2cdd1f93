import { type GreyPicture, valueAt } from './dark.js';
import { type Point, type Projection, project } from './plane.js';

const { abs, max, min } = Math;

const [pixels, quietZone] = [6, 4];

/**
 * A code as seen from straight above, six pixels to a module. `map` goes from modules to the picture's pixels; `corner` is
 * the code's first corner and `size` its width in modules; where a finder pattern is lost, one is painted.
 */
export function flattened(
  picture: GreyPicture,
  map: Projection,
  { corner, size, lost }: { corner: Point; size: number; lost: Point | undefined },
): GreyPicture | undefined {
  const width = (size + 2 * quietZone) * pixels;
  const grey = new Uint8ClampedArray(width * width);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const [across, down] = [(x + 0.5) / pixels - quietZone, (y + 0.5) / pixels - quietZone];
      const place: Point = [corner[0] + across, corner[1] + down];
      const quiet = min(across, down) < 0 || max(across, down) > size;
      grey[y * width + x] = quiet ? 250 : ((lost && painted(place, lost)) ?? valueAt(picture, project(map, place)));
    }
  }
  return { width, height: width, grey };
}

function painted(place: Point, middle: Point): number | undefined {
  const ring = max(abs(place[0] - middle[0]), abs(place[1] - middle[1]));
  if (ring >= 4.5) return undefined;
  return ring < 1.5 || (ring >= 2.5 && ring < 3.5) ? 20 : 250;
}
