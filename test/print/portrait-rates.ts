// npm run test:print:portrait -- --seeds 40: how many photographs of the codes with a portrait are read. No bar is set.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { deflateSync } from 'node:zlib';
import { create } from 'qrcode';
import { assembleOfflineQr, formatDigest, formatLicenceIdentifier, type OfflineQrField } from '../../src/core/index.js';
import { offlineQrPortrait } from '../../src/documents/portrait/index.js';
import { carrierDefinitions, demoLicences, licenceTypes } from '../../src/entry/demo/world/index.js';
import { type Harm, photographed, printed } from './paper.js';
import { textsIn } from './read.js';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '40' }, mm: { type: 'string' } } });
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);

/** The text of the code of a demo licence. */
async function codeOf(type: (typeof licenceTypes)[number]): Promise<string> {
  const { body } = demoLicences().find((one) => one.body.typeCode === type.code)!;
  const { guard } = carrierDefinitions.get(type.code)!;
  const portrait = await offlineQrPortrait(type.definition, body.faceData);
  const parts = { typeCode: type.code, issuerCode: '11440300MB2D01234X', serial: '914403001922038216', version: 1 };
  const assembled = assembleOfflineQr(
    {
      identifier: formatLicenceIdentifier(parts),
      masterDigest: formatDigest(createHash('sha256').update(type.code).digest()),
      issuanceDate: '2026-11-25',
      ...(body.validFrom && { validFrom: body.validFrom }),
      ...(body.validUntil && { validUntil: body.validUntil }),
      ...(guard.licenceNumber && body.licenceNumber && { licenceNumber: body.licenceNumber }),
      holders: body.holders.map((one) => one.name),
      faceData: Object.fromEntries(guard.fields.map((name) => [name, body.faceData[name] as OfflineQrField])),
      ...(portrait && { portrait }),
    },
    createHash('sha256').update('key').digest('base64url'),
  );
  if (!assembled.ok) throw new Error(`${assembled.code} ${assembled.pointer}`);
  const text = assembled.value.finish(createHash('sha512').update(type.code).digest(), (data) =>
    deflateSync(data, { level: 9 }),
  );
  if (!text.ok) throw new Error(text.code);
  return text.value;
}

const harms: [string, Harm][] = [
  ['print alone', { crease: false, skew: false, blur: false, glare: false }],
  ['blur', { crease: false, skew: false, blur: true, glare: false }],
  ['blur and skew', { crease: false, skew: true, blur: true, glare: false }],
  ['all', { crease: true, skew: true, blur: true, glare: true }],
];

console.log('| Type | Characters | Level | Version | mm |', harms.map(([name]) => name).join(' | '), '|');
for (const type of licenceTypes.filter((one) => one.definition.fields.some((field) => field.type === 'portrait'))) {
  const text = await codeOf(type);
  for (const errorCorrectionLevel of ['L', 'M'] as const) {
    const { modules, version } = create(text, { errorCorrectionLevel });
    const code = { size: modules.size, dark: (row: number, column: number) => modules.get(row, column) === 1 };
    const side = values.mm ? Number(values.mm) : Math.min(90, (modules.size + 8) * 0.6);
    const rates: string[] = [];
    for (const [, harm] of harms) {
      let read = 0;
      for (const seed of seeds) {
        const texts = await textsIn(photographed(printed(code, side), seed, harm));
        if (texts.length === 1 && texts[0] === text) read++;
      }
      rates.push(`${((100 * read) / seeds.length).toFixed(1)} %`);
    }
    console.log(
      `| ${[type.name.en, text.length, errorCorrectionLevel, version, side.toFixed(1), ...rates].join(' | ')} |`,
    );
  }
}
