import { type Box, carrierDefinition } from '../../../../catalogue/index.js';
import { at, palettes, row, title, value, words } from './paper.js';

const colours = palettes.gold;
const small = { size: 7.5, align: 'center', colour: colours.label } as const;

const left = (box: Box, minSize: number, items: object[]): object => ({
  kind: 'flow',
  box,
  size: 12.5,
  minSize,
  columns: 1,
  labelWidth: 27,
  rules: 'none',
  items,
});

/** As the licence hangs on the wall: the credit code above to the left, the code to scan to the right, two columns. */
export const businessLicenceCarriers = carrierDefinition.parse({
  guard: {
    fields: ['creditCode', 'companyType', 'legalRepresentative', 'registeredCapital', 'establishedOn', 'address'],
    licenceNumber: true,
    holders: true,
  },
  pdf: {
    page: { size: 'A4', orientation: 'landscape' },
    colours,
    frame: { style: 'guilloche', inset: 9 },
    blocks: [
      ...title(at(70, 25, 157, 17), 40, colours, 16),
      words('统一社会信用代码', at(26, 31, 60, 6), { size: 10.5, colour: colours.label }),
      value('faceData.creditCode', at(26, 37, 62, 7), { size: 14, font: 'bold' }),
      value('licenceNumber', at(26, 45, 62, 10), { size: 9, words: '编号：', colour: colours.label }),
      words('扫描二维码，核验本证照', at(234, 56, 40, 4), small),
      left(at(26, 64, 134, 34), 7, [
        row('名　　称', 'name'),
        row('类　　型', 'companyType'),
        row('法定代表人', 'legalRepresentative'),
      ]),
      // On its own, so that a long one makes nothing else small.
      left(at(26, 100, 134, 58), 4.5, [row('经营范围', 'businessScope')]),
      {
        kind: 'flow',
        box: at(168, 64, 103, 75),
        size: 12.5,
        minSize: 6,
        columns: 1,
        labelWidth: 40,
        rules: 'none',
        items: [
          row('注册资本（万元）', 'registeredCapital'),
          row('币　　种', 'currency'),
          row('成立日期', 'establishedOn', { as: 'date' }),
          row('营业期限', 'businessTerm'),
          row('住　　所', 'address'),
          row('核准日期', 'approvedOn', { as: 'date' }),
          { label: '有 效 期', source: 'validity' },
        ],
      },
      value('faceData.registrationAuthority', at(136, 160, 94, 8), {
        size: 13,
        font: 'bold',
        align: 'right',
        words: '登记机关：',
      }),
      value('issuedOn', at(136, 170, 94, 8), { size: 12, align: 'right', as: 'date' }),
      value('identifier', at(26, 183, 245, 4), { ...small, words: '证照标识：' }),
      value('masterDigest', at(26, 187.5, 245, 4), { ...small, words: '母本摘要：' }),
    ],
    qr: { x: 238, y: 22, size: 33 },
    seal: { x: 228, y: 141.5, diameter: 42, words: '电子营业执照专用章' },
  },
});
