/** A segment: marker, length, body. */
export const segment = (marker: number, body: readonly number[]): number[] => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 255,
  ...body,
];

const table = (id: number): number[] => [id, 1, ...Array<number>(15).fill(0), 0];

/** The segments of the smallest baseline JPEG of a size: grey, two zero bits a block. */
export function greySegments(width: number, height: number): { [name: string]: number[] } {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const bits = 2 * Math.ceil(width / 8) * Math.ceil(height / 8);
  const scan = Array<number>(Math.ceil(bits / 8)).fill(0);
  if (bits % 8 > 0) scan[scan.length - 1] = 2 ** (8 - (bits % 8)) - 1;
  return {
    start: [0xff, 0xd8],
    app0: segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    dqt: segment(0xdb, [0, ...Array<number>(64).fill(16)]),
    sof: segment(0xc0, [8, ...size, 1, 1, 0x11, 0]),
    dht: segment(0xc4, [...table(0), ...table(0x10)]),
    sos: segment(0xda, [1, 1, 0, 0, 63, 0]),
    scan,
    end: [0xff, 0xd9],
  };
}

/** A JPEG of those segments, some of them replaced. */
export const greyJpeg = (width = 90, height = 120, changes: { [name: string]: number[] } = {}): Uint8Array =>
  Uint8Array.from(Object.values({ ...greySegments(width, height), ...changes }).flat());

/** As face data say it. */
export const inBase64 = (jpeg: Uint8Array): string => Buffer.from(jpeg).toString('base64');
