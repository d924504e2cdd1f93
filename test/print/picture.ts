const { floor, min, max, imul } = Math;

/** A grey picture; 255 is white. */
export interface Grey {
  width: number;
  height: number;
  data: Float32Array;
}

/** A point: x to the right, y down. */
export type Point = readonly [number, number];

/** Numbers in [0, 1), always the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = imul(state ^ (state >>> 15), state | 1);
    t ^= t + imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Numbers of the normal distribution with mean 0 and deviation 1, to be drawn from. */
export const normals: Float32Array = drawNormals(4096);

function drawNormals(count: number): Float32Array {
  const random = randomOf(1);
  const drawn = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float32Array.from({ length: count }, drawn);
}

/** The value between the pixels around a place, each pixel standing at its middle. */
export function sample({ width, height, data }: Grey, x: number, y: number): number | undefined {
  const left = floor(x - 0.5);
  const top = floor(y - 0.5);
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return undefined;
  const fx = x - 0.5 - left;
  const at = top * width + left;
  const upper = data[at]! + (data[at + 1]! - data[at]!) * fx;
  const lower = data[at + width]! + (data[at + width + 1]! - data[at + width]!) * fx;
  return upper + (lower - upper) * (y - 0.5 - top);
}

/** Gaussian blur; `sigma` in pixels. */
export function blurred(picture: Grey, sigma: number): Grey {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const kernel = Float32Array.from(weights, (weight) => weight / sum);
  return pass(pass(picture, kernel, 1), kernel, picture.width);
}

function pass({ width, height, data }: Grey, kernel: Float32Array, step: number): Grey {
  const [out, reach, last] = [new Float32Array(data.length), (kernel.length - 1) / 2, data.length - 1];
  for (let i = 0; i < data.length; i++) {
    let total = 0;
    let at = i - reach * step;
    const inside = at >= 0 && i + reach * step <= last;
    for (let k = 0; k < kernel.length; k++, at += step) {
      total += kernel[k]! * data[inside ? at : min(max(at, 0), last)]!;
    }
    out[i] = total;
  }
  return { width, height, data: out };
}
