// node bin/draw-portraits.mjs: draws the demo's specimen portraits anew, always the same, into src/entry/demo/world/portraits.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import encode, { init } from '@jsquash/jpeg/encode.js';

const [width, height] = [120, 160];
const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
await init(new WebAssembly.Module(readFileSync(wasm)));

// Letters of 5 by 7 dots, a row a number.
const letters = {
  S: [15, 16, 16, 14, 1, 1, 30],
  P: [30, 17, 17, 30, 16, 16, 16],
  E: [31, 16, 16, 30, 16, 16, 31],
  C: [14, 17, 16, 16, 16, 17, 14],
  I: [14, 4, 4, 4, 4, 4, 14],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
};
const looks = {
  father: { ground: '#c9d8e8', clothes: '#27406b', hair: '#24201e', long: false },
  mother: { ground: '#dfe7d5', clothes: '#7a3b52', hair: '#33231c', long: true },
  son: { ground: '#e8e0cc', clothes: '#3d7a5f', hair: '#2b2522', long: false },
  daughter: { ground: '#d5e3e6', clothes: '#b5762f', hair: '#2d211d', long: true },
  grandfather: { ground: '#d8d5e4', clothes: '#4a4f57', hair: '#b9b6b1', long: false },
  grandmother: { ground: '#e6d8d6', clothes: '#5b4a7a', hair: '#c4c0bb', long: true },
};
const rgb = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const ellipse = (cx, cy, rx, ry) => (x, y) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
const box = (left, top, right, bottom) => (x, y) => x >= left && x < right && y >= top && y < bottom;

function word(text, left, top, dot) {
  return (x, y) => {
    const [column, row] = [Math.floor((x - left) / dot), Math.floor((y - top) / dot)];
    const rows = letters[text[Math.floor(column / 6)]];
    return (
      column >= 0 &&
      row >= 0 &&
      row < 7 &&
      column % 6 < 5 &&
      rows !== undefined &&
      ((rows[row] >> (4 - (column % 6))) & 1) === 1
    );
  };
}

/** Shapes from the ground up: a figure of circles, nobody's face, and the word that says so. */
function shapes({ ground, clothes, hair, long }) {
  const skin = '#e3bd98';
  return [
    [box(0, 0, width, height), ground],
    ...(long ? [[ellipse(60, 70, 35, 46), hair]] : []),
    [ellipse(60, 168, 54, 52), clothes],
    [box(50, 92, 70, 122), '#cfa57f'],
    [ellipse(60, 118, 13, 8), '#cfa57f'],
    [ellipse(60, 56, 32, 36), hair],
    [ellipse(60, 68, 27, 34), skin],
    [(x, y) => ellipse(60, 46, 29, 24)(x, y) && y < 46, hair],
    [ellipse(49, 66, 3, 3), '#33302d'],
    [ellipse(71, 66, 3, 3), '#33302d'],
    [ellipse(60, 76, 2.5, 4), '#d3a680'],
    [(x, y) => ellipse(60, 84, 9, 6)(x, y) && y > 86, '#a8584f'],
    [box(0, 138, width, height), '#ffffff'],
    [word('SPECIMEN', 13, 142, 2), '#b3202a'],
  ];
}

async function drawn(look) {
  const data = new Uint8ClampedArray(width * height * 4);
  const layers = shapes(look).map(([inside, colour]) => [inside, rgb(colour)]);
  for (let n = 0; n < width * height; n++) {
    // Four samples a dot soften the edges.
    const sum = [0, 0, 0];
    for (const [dx, dy] of [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.25, 0.75],
      [0.75, 0.75],
    ]) {
      const [x, y] = [(n % width) + dx, Math.floor(n / width) + dy];
      const top = layers.findLast(([inside]) => inside(x, y));
      top[1].forEach((value, channel) => {
        sum[channel] += value / 4;
      });
    }
    data.set([...sum.map(Math.round), 255], n * 4);
  }
  const jpeg = await encode({ data, width, height }, { quality: 72, baseline: true, progressive: false });
  return Buffer.from(jpeg).toString('base64');
}

const lines = [];
for (const [name, look] of Object.entries(looks)) {
  const text = (await drawn(look)).match(/.{1,112}/g).map((part) => `    '${part}',`);
  lines.push(`  ${name}: [`, ...text, "  ].join(''),");
}
const file = `// Drawn by bin/draw-portraits.mjs: figures that nobody is, marked as specimens. JPEG in base64.

export const portraits = {
${lines.join('\n')}
} as const;
`;
writeFileSync(new URL('../src/entry/demo/world/portraits.ts', import.meta.url), file);
