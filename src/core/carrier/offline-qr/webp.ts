const leastSide = 24;
const mostSide = 160;

/**
 * Whether bytes are one lossy WebP picture (RFC 9649 §2.5) with nothing beside it: no alpha, no animation, no EXIF, no
 * profile, no byte after its end; sides of 24 to 160 dots. The picture itself is not decoded.
 */
export function isSmallWebp(bytes: Uint8Array): boolean {
  if (bytes.length < 32 || bytes.length % 2 === 1 || !says(bytes, 0, 'RIFF') || !says(bytes, 8, 'WEBPVP8 '))
    return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunk = view.getUint32(16, true);
  const padding = chunk % 2;
  if (view.getUint32(4, true) !== bytes.length - 8 || chunk + padding !== bytes.length - 20) return false;
  if (padding === 1 && bytes[bytes.length - 1] !== 0) return false;
  const tag = bytes[20]! | (bytes[21]! << 8) | (bytes[22]! << 16);
  // A key frame (RFC 6386 §9.1) that is shown, its first partition within the chunk, then the start code.
  const shownKeyFrame = (tag & 1) === 0 && (tag & 16) === 16 && tag >> 5 <= chunk - 10;
  const start = bytes[23] === 0x9d && bytes[24] === 0x01 && bytes[25] === 0x2a;
  return shownKeyFrame && start && [26, 28].every((at) => isSide(view.getUint16(at, true)));
}

// The two upper bits would tell a viewer to stretch it.
const isSide = (side: number): boolean => side >= leastSide && side <= mostSide;

const says = (bytes: Uint8Array, at: number, name: string): boolean =>
  [...name].every((character, n) => bytes[at + n] === character.charCodeAt(0));
