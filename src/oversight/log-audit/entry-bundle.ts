/** Every entry of this registry's log is one digest. */
const entryLength = 32;
const recordLength = 2 + entryLength;

/** Bytes of a bundle of so many entries. */
export const bundleLength = (width: number): number => width * recordLength;

/**
 * The entries of a bundle (C2SP tlog-tiles) that must hold exactly `width` of them; or what is wrong with it. Other tools
 * pass over what follows the last entry, where a log could tell different readers different things.
 */
export function readEntryBundle(bytes: Buffer, width: number): Buffer[] | string {
  if (bytes.length < bundleLength(width)) return `holds less than its ${width} entries`;
  if (bytes.length > bundleLength(width)) return `holds more than its ${width} entries`;
  const entries: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += recordLength) {
    const length = bytes.readUInt16BE(at);
    if (length !== entryLength) return `holds an entry of ${length} bytes, and an entry has ${entryLength}`;
    entries.push(bytes.subarray(at + 2, at + recordLength));
  }
  return entries;
}
