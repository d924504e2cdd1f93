import { type PdfTemplate, portraitOf } from '../catalogue/index.js';
import { verificationUrl } from '../registry/index.js';
import type { CarrierSource } from './carrier-source.js';
// Not by the door of pdf/: behind it stand the printers, which the thread alone needs.
import { defaultTemplate } from './pdf/default-template.js';
import type { PdfInput } from './pdf/index.js';

/** What a registry says of all its pages. */
export interface PageLook {
  /** Where the QR code on the page leads. */
  baseUrl: string;
  /** Marks each page 样本: in a demo. */
  specimen: boolean;
}

/** What the PDF of a licence is laid out from. The same licence, definition and time give the same page. */
export function pageInput(source: CarrierSource, issuer: string, look: PageLook, madeAt: number): PdfInput {
  const { licence, contents, master, type } = source;
  const photo = portraitOf(type.definition, master.faceData);
  return {
    template: templateOf(source, look),
    licence: {
      identifier: licence.identifier,
      masterDigest: licence.masterDigest,
      typeName: type.name,
      issuer,
      ...(master.licenceNumber !== undefined && { licenceNumber: master.licenceNumber }),
      holders: master.holders.map(({ name }) => ({ name: name ?? '' })),
      issuedOn: master.clear.issuance_date,
      ...(licence.validFrom !== undefined && { validFrom: licence.validFrom }),
      ...(licence.validUntil !== undefined && { validUntil: licence.validUntil }),
      faceData: master.faceData,
    },
    master: Buffer.from(contents.credential, 'latin1'),
    qr: verificationUrl(look.baseUrl, licence.identifier, contents.verificationCode),
    ...(photo && { photo }),
    madeAt: new Date(madeAt),
  };
}

function templateOf({ carriers, type }: CarrierSource, { specimen }: PageLook): PdfTemplate {
  const template = carriers?.definition.pdf ?? defaultTemplate(type.definition);
  if (!specimen || template.watermark) return template;
  const size = template.page.orientation === 'landscape' ? 170 : 190;
  return { ...template, watermark: { words: '样本', size, angle: -35, opacity: 0.1 } };
}
