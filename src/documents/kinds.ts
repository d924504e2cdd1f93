import type { CarrierStatement } from '../core/index.js';

/** A carrier that is kept; `preview` is the PDF's page as an image. */
export type KeptKind = CarrierStatement['carrier'];

/** Kinds that may be asked for by name, the master before them. */
export const askedKinds = ['sd-jwt', 'qr', 'qr-photo', 'vc-jwt', 'pdf'] as const satisfies readonly (
  | KeptKind
  | 'sd-jwt'
)[];
export type AskedKind = (typeof askedKinds)[number];

/** How the bytes of each are labelled. */
export const mediaTypes: Readonly<Record<KeptKind | 'sd-jwt', string>> = {
  'sd-jwt': 'application/dc+sd-jwt',
  qr: 'text/plain',
  'qr-photo': 'text/plain',
  'vc-jwt': 'application/vc+jwt',
  pdf: 'application/pdf',
  preview: 'image/png',
};
