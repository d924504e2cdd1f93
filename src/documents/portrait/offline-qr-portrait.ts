import { createHash } from 'node:crypto';
import { type LicenceTypeDefinition, portraitField, portraitOf } from '../../catalogue/index.js';
import { formatDigest, type JsonObject, type OfflineQrPortrait } from '../../core/index.js';

/** With its codecs behind it, which the main thread never needs. */
const miniature = async (jpeg: Uint8Array): Promise<Uint8Array> =>
  (await import('./miniature-portrait.js')).miniaturePortrait(jpeg);

/**
 * What the offline QR with a portrait (kind `qr-photo`) says of it; `undefined` where the licence holds no portrait.
 * `small` makes the picture, elsewhere when it may not be made here.
 */
export async function offlineQrPortrait(
  definition: Pick<LicenceTypeDefinition, 'fields'>,
  faceData: JsonObject,
  small: (jpeg: Uint8Array) => Promise<Uint8Array> = miniature,
): Promise<OfflineQrPortrait | undefined> {
  const field = portraitField(definition.fields);
  const jpeg = portraitOf(definition, faceData);
  if (field === undefined || jpeg === undefined) return undefined;
  const digest = formatDigest(createHash('sha256').update(jpeg).digest());
  return { field, digest, picture: await small(jpeg) };
}
