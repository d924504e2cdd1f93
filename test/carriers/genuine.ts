import { greyJpeg } from '../../src/catalogue/type/portrait/testing/grey-jpeg.js';
import { formatDigest } from '../../src/core/bytes/index.js';
import { crypto } from '../../src/core/verification/testing/world.js';
import { miniaturePortrait } from '../../src/documents/portrait/index.js';
import { pdfOf } from './pdf.js';
import { type Brought, c, issued, kept, textOf } from './scene.js';

const master = issued.credential;
const jpeg = greyJpeg();

/** The portrait as a code says it. */
export const portrait = {
  field: 'portrait',
  digest: formatDigest(crypto.sha256(jpeg)),
  picture: await miniaturePortrait(jpeg),
};

/** What the registry made of the scene's licence: all of it is on its record. */
export const genuine: Brought[] = [
  { kind: 'sd-jwt', master, content: master },
  { kind: 'vc-jwt', master, content: c.vc() },
  { kind: 'qr', master, content: c.qr() },
  { kind: 'qr-photo', master, content: c.qr({ portrait }) },
  { kind: 'pdf', master, content: await pdfOf() },
];
for (const { content } of genuine) kept.add(textOf(content));
