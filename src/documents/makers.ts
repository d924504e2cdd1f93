import type { MakePage } from './make-page.js';
import type { MakePhotoCode } from './make-photo-code.js';
import type { CarrierParts } from './request-carrier.js';

/** Which kinds are made in their turn, and by whom. */
export const makersOf = (pages: MakePage, codes: MakePhotoCode): CarrierParts['makers'] => ({
  pdf: (order) => pages.pdf(order),
  preview: (order) => pages.preview(order),
  'qr-photo': (order) => codes.make(order),
});
