import type { Answered } from '../support/tampering-proxy.js';

/** One way to serve a log otherwise than it is. */
export interface Tampering {
  name: string;
  /** Whether Tessera's fsck is known to refuse it; our audit must refuse each. */
  fsckSees: boolean;
  change(address: string, body: Answered): Answered;
}

const flipped = (body: Buffer, at: number): Buffer => {
  const other = Buffer.from(body);
  other[at] = other[at]! ^ 1;
  return other;
};

/** Applies to one address alone, when something is there. */
const at =
  (suffix: string, change: (body: Buffer) => Answered) =>
  (address: string, body: Answered): Answered =>
    body !== undefined && address.endsWith(suffix) ? change(body) : body;

/** Each kind of tampering with a log of this size, which must end in a partial tile. */
export function kindsOfTampering(size: number): Tampering[] {
  const edge = `${String(Math.floor(size / 256)).padStart(3, '0')}.p/${size % 256}`;
  const levelOneEdge = `001.p/${Math.floor(size / 256) % 256}`;
  return [
    {
      name: 'a hash of a level 0 tile flipped',
      fsckSees: true,
      change: at('/tile/0/007', (body) => flipped(body, 320)),
    },
    {
      name: 'a hash of a level 1 tile flipped',
      fsckSees: true,
      change: at('/tile/1/000', (body) => flipped(body, 320)),
    },
    {
      name: 'a hash of the partial level 1 tile flipped',
      fsckSees: true,
      change: at(`/tile/1/${levelOneEdge}`, (body) => flipped(body, 0)),
    },
    {
      name: 'a hash of a level 2 tile flipped',
      fsckSees: true,
      change: at('/tile/2/000.p/1', (body) => flipped(body, 0)),
    },
    { name: 'an entry altered', fsckSees: true, change: at('/tile/entries/007', (body) => flipped(body, 36)) },
    {
      name: 'an entry of the last bundle altered',
      fsckSees: true,
      change: at(`/tile/entries/${edge}`, (body) => flipped(body, 36)),
    },
    { name: 'a tile cut short', fsckSees: true, change: at('/tile/0/007', (body) => body.subarray(0, -32)) },
    { name: 'a bundle cut short', fsckSees: true, change: at('/tile/entries/007', (body) => body.subarray(0, -34)) },
    { name: 'a tile missing', fsckSees: true, change: at('/tile/0/007', () => undefined) },
    { name: 'a bundle missing', fsckSees: true, change: at('/tile/entries/007', () => undefined) },
    {
      name: 'the signature of the checkpoint flipped',
      fsckSees: true,
      change: at('/checkpoint', (body) => {
        const text = body.toString('utf8');
        const place = text.lastIndexOf('\n') - 12;
        return Buffer.from(text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1));
      }),
    },
    {
      name: 'an extra entry after the last of the last bundle',
      fsckSees: false,
      change: at(`/tile/entries/${edge}`, (body) => Buffer.concat([body, body.subarray(0, 34)])),
    },
    {
      name: 'bytes after the last hash of a partial tile',
      fsckSees: false,
      change: at(`/tile/0/${edge}`, (body) => Buffer.concat([body, Buffer.alloc(32, 5)])),
    },
  ];
}
