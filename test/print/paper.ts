import qrcode from 'qrcode';

/** A grey picture; 255 is paper. */
export interface Grey {
  width: number;
  height: number;
  data: Float32Array;
}

/** Numbers in [0, 1), always the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The code at level M with its quiet zone of four modules, `dots` printed dots to a module. */
export function printed(text: string, dots: number): Grey {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const width = (modules.size + 8) * dots;
  const data = new Float32Array(width * width).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const [row, column] = [Math.floor(y / dots) - 4, Math.floor(x / dots) - 4];
      const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      if (inside && modules.get(row, column)) data[y * width + x] = 20;
    }
  }
  return { width, height: width, data };
}

/** What a camera sees of it: turned by 20° in space about an axis by the seed, blurred, with a glare and a crease. */
export function photographed(paper: Grey, seed: number): Grey {
  const random = randomOf(seed);
  const [axis, roll, sigma] = [random() * 2 * Math.PI, (random() - 0.5) * 0.3, 0.6 + random() * 0.8];
  const folded = creased(paper, random);
  return glared(blurred(tilted(folded, axis, roll, (20 * Math.PI) / 180), sigma), paper, random);
}

/** A fold across the paper: darker on its one side, brighter on the other. */
function creased({ width, height, data }: Grey, random: () => number): Grey {
  const [angle, offset] = [random() * Math.PI, (random() - 0.5) * 0.6 * width];
  const out = data.map((value, i) => {
    const [x, y] = [(i % width) - width / 2, Math.floor(i / width) - height / 2];
    const far = x * Math.cos(angle) + y * Math.sin(angle) - offset;
    return value + Math.sign(far) * 60 * Math.exp(-Math.abs(far) / 4);
  });
  return { width, height, data: out };
}

function tilted(paper: Grey, axis: number, roll: number, tilt: number): Grey {
  const { width } = paper;
  const size = Math.ceil(width * 1.3);
  const data = new Float32Array(size * size).fill(235);
  const [c, s, far] = [Math.cos(axis), Math.sin(axis), 2 * width];
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [(i % size) - size / 2, Math.floor(i / size) - size / 2];
    const [u, v] = [x * c + y * s, -x * s + y * c];
    // The ray through this pixel meets the plane that is tilted about v.
    const t = far / (far * Math.cos(tilt) - u * Math.sin(tilt));
    const [along, across] = [u * t, (v * (far + u * t * Math.sin(tilt))) / far];
    const [px, py] = [
      along * Math.cos(axis + roll) - across * Math.sin(axis + roll),
      along * Math.sin(axis + roll) + across * Math.cos(axis + roll),
    ];
    data[i] = sample(paper, px + width / 2, py + width / 2) ?? 235;
  }
  return { width: size, height: size, data };
}

function sample({ width, height, data }: Grey, x: number, y: number): number | undefined {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return undefined;
  const [fx, fy, at] = [x - 0.5 - left, y - 0.5 - top, top * width + left];
  const upper = data[at]! * (1 - fx) + data[at + 1]! * fx;
  const lower = data[at + width]! * (1 - fx) + data[at + width + 1]! * fx;
  return upper * (1 - fy) + lower * fy;
}

function blurred(picture: Grey, sigma: number): Grey {
  const kernel = Array.from({ length: 9 }, (_, i) => Math.exp(-((i - 4) ** 2) / (2 * sigma * sigma)));
  const sum = kernel.reduce((a, b) => a + b, 0);
  const pass = ({ width, height, data }: Grey, step: number): Grey => {
    const out = data.map((value, i) =>
      kernel.reduce((total, weight, k) => total + (weight / sum) * (data[i + (k - 4) * step] ?? value), 0),
    );
    return { width, height, data: out };
  };
  return pass(pass(picture, 1), picture.width);
}

/** A soft-edged round spot, a tenth of the printed code in area, shines white somewhere on it. */
function glared({ width, height, data }: Grey, paper: Grey, random: () => number): Grey {
  const radius = Math.sqrt((0.1 * paper.width * paper.height) / Math.PI);
  const [cx, cy] = [width / 2 + (random() - 0.5) * paper.width, height / 2 + (random() - 0.5) * paper.height];
  const out = data.map((value, i) => {
    const far = Math.hypot((i % width) - cx, Math.floor(i / width) - cy);
    const strength = 0.85 * Math.min(1, Math.max(0, (radius - far) / (radius * 0.3)));
    return value + (255 - value) * strength;
  });
  return { width, height, data: out };
}
