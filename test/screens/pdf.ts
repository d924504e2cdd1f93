// npm run screens:pdf [-- folder width]: the PDF of each demo type as a PNG, for people to look at.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatLicenceIdentifier } from '../../src/core/index.js';
import { makePdf, type PdfInput } from '../../src/documents/pdf/index.js';
import { carrierSigner } from '../../src/documents/pdf/testing/pdf.fixture.js';
import { previewPdf } from '../../src/documents/preview/index.js';
import { authorityOf } from '../../src/entry/demo/world/authorities.js';
import { carrierDefinitions, type DemoLicence, demoLicences, licenceTypes } from '../../src/entry/demo/world/index.js';
import { verificationUrl } from '../../src/registry/index.js';

const [folder = 'docs/screens', wide = '1240'] = process.argv.slice(2);
const signer = await carrierSigner();
mkdirSync(folder, { recursive: true });

for (const type of licenceTypes) {
  const licences = demoLicences().filter(({ body }) => body.typeCode === type.code);
  const length = ({ body }: DemoLicence) =>
    JSON.stringify(body.faceData, (name, value) => (name === 'portrait' ? '' : value)).length;
  const longest = licences.reduce((most, one) => (length(one) > length(most) ? one : most));
  const input = inputOf(longest, type.name);
  const made = await makePdf(input, signer);
  if (!made.ok) throw new Error(`${type.name.en}: ${made.code} ${made.detail ?? ''}`);
  const width = Math.round(Number(wide) / (input.template.page.orientation === 'landscape' ? 1 : Math.SQRT2));
  const file = join(folder, `pdf-${type.name.en.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.png`);
  writeFileSync(file, await previewPdf(made.value, { width }));
  console.log(file);
}

function inputOf({ body }: DemoLicence, typeName: PdfInput['licence']['typeName']): PdfInput {
  const authority = authorityOf(body.typeCode);
  const parts = { typeCode: body.typeCode, issuerCode: authority.creditCode, serial: '0000000001', version: 1 };
  const identifier = formatLicenceIdentifier(parts);
  const master = Buffer.from('an SD-JWT VC');
  const { portrait } = body.faceData;
  const template = carrierDefinitions.get(body.typeCode)!.pdf;
  return {
    template: { ...template, watermark: { words: '样本', size: 170, angle: -35, opacity: 0.1 } },
    licence: {
      identifier,
      masterDigest: `sha-256:${createHash('sha256').update(master).digest('base64url')}`,
      typeName,
      issuer: authority.name['zh-CN'],
      ...(body.licenceNumber !== undefined && { licenceNumber: body.licenceNumber }),
      holders: body.holders,
      issuedOn: '2026-11-02',
      ...(body.validFrom !== undefined && { validFrom: body.validFrom }),
      ...(body.validUntil !== undefined && { validUntil: body.validUntil }),
      faceData: body.faceData,
    },
    master,
    qr: verificationUrl('https://licences.example.cn', identifier, 'ABCD-EFGH-JKMN-PQRS'),
    ...(typeof portrait === 'string' && { photo: Buffer.from(portrait, 'base64') }),
    madeAt: new Date('2026-11-02T01:02:03Z'),
  };
}
