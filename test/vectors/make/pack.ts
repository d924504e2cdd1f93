import { zlibSync } from 'fflate';

/**
 * JSON of a value, short: a long text that packs well is `{"$zlib": base64}`, bytes are `{"$bytes": base64}`, a list of one
 * item many times is `{"$repeat": [item, times]}`, and what is to be taken away is `{"$absent": true}`.
 */
export function pack(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name, said) {
    // What `toJSON` of a Buffer made of it is not what is meant.
    const meant = this[name];
    if (meant instanceof Uint8Array) return { $bytes: Buffer.from(meant).toString('base64') };
    if (said === undefined && name.startsWith('/')) return { $absent: true };
    if (Array.isArray(said) && said.length > 60 && said.every((item) => item === said[0]))
      return { $repeat: [said[0], said.length] };
    if (typeof said !== 'string' || said.length < 2000 || said !== Buffer.from(said).toString()) return said;
    const packed = Buffer.from(zlibSync(Buffer.from(said), { level: 9 })).toString('base64');
    return packed.length < said.length * 0.8 ? { $zlib: packed } : said;
  });
}
