import type { LicenceTypeDefinition } from '../../src/catalogue/index.js';
import { greyJpeg } from '../../src/catalogue/type/portrait/testing/grey-jpeg.js';
import { shanghaiDay } from '../../src/core/time/index.js';
import { defaultTemplate, makePdf, type PdfInput, pdfTemplate } from '../../src/documents/pdf/index.js';
import { c, certificates, issued } from './scene.js';

const label = (text: string) => ({ 'zh-CN': text, en: text });
const field = { required: false, maxLength: 50 };
const definition: LicenceTypeDefinition = {
  holderKinds: ['person'],
  maxHolders: 1,
  validity: 'optional',
  fields: [
    { ...field, name: 'scope', label: label('经营范围'), type: 'text' },
    { name: 'chain', label: label('连锁'), type: 'boolean', required: false },
    {
      name: 'branches',
      label: label('分店'),
      type: 'list',
      required: false,
      items: [
        { ...field, name: 'name', label: label('名称'), type: 'text' },
        { name: 'opened', label: label('开业'), type: 'date', required: false },
      ],
    },
    { ...field, name: 'capital', label: label('资本'), type: 'text' },
    { name: 'portrait', label: label('照片'), type: 'portrait', required: false },
  ],
  example: { typeCode: '', holders: [], faceData: {} },
};

const generated = defaultTemplate(definition, { specimen: true });
/** With the names of the holders, as the pages of demo types have them. */
const template = pdfTemplate.parse({
  ...generated,
  blocks: [
    ...generated.blocks,
    {
      kind: 'text',
      box: { x: 24, y: 222, width: 70, height: 7 },
      font: 'regular',
      size: 11,
      align: 'left',
      source: 'holders',
    },
  ],
});

/** What another page says than the genuine one, and who signs it. */
export interface OtherPdf {
  licence?: Partial<PdfInput['licence']>;
  photo?: Uint8Array;
  master?: string;
  key?: Pick<typeof c.key, 'sign'>;
  certificates?: string[];
}

/** The PDF of the scene's licence, changed. */
export async function pdfOf(change: OtherPdf = {}): Promise<Uint8Array> {
  const { clear, licenceNumber, holders, faceData, masterDigest } = c.master();
  const { photo = greyJpeg() } = change;
  const input: PdfInput = {
    template,
    licence: {
      identifier: clear.licence_id,
      masterDigest,
      typeName: label('营业执照'),
      issuer: '机构L',
      ...(licenceNumber === undefined ? {} : { licenceNumber }),
      holders: holders.map(({ name }) => ({ name: name ?? '' })),
      issuedOn: clear.issuance_date,
      validFrom: shanghaiDay(clear.nbf as number),
      validUntil: shanghaiDay((clear.exp as number) - 1),
      faceData: { ...faceData, portrait: Buffer.from(photo).toString('base64') },
      ...change.licence,
    },
    master: Buffer.from(change.master ?? issued.credential, 'latin1'),
    qr: `https://registry.example/v/${clear.licence_id}`,
    photo,
    madeAt: new Date('2026-03-03T00:00:00Z'),
  };
  const signer = { certificates: change.certificates ?? certificates, sign: (change.key ?? c.key).sign };
  const made = await makePdf(input, signer);
  if (!made.ok) throw new Error(`${made.code} ${made.detail}`);
  return new Uint8Array(made.value);
}
