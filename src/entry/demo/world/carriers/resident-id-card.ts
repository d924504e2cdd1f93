import { carrierDefinition } from '../../../../catalogue/index.js';
import { at, foot, palettes, row, value, words } from './paper.js';

const colours = palettes.blue;
const below = foot({ left: 28, right: 182, top: 233, size: 34, colours, issuer: '' });
const side = (y: number) => ({ kind: 'panel', box: at(28, y, 154, 92), fill: '#f1f6fb', stroke: '#9fb9d4', radius: 5 });

/** Both sides of the card, one above the other, as a copy of it is made. */
export const residentIdCardCarriers = carrierDefinition.parse({
  guard: {
    fields: ['sex', 'ethnicity', 'birthDate', 'address', 'issuingAuthority'],
    licenceNumber: true,
    holders: true,
  },
  pdf: {
    page: { size: 'A4', orientation: 'portrait' },
    colours,
    frame: { style: 'none', inset: 0 },
    background: 'none',
    blocks: [
      side(36),
      side(136),
      value('typeName', at(28, 15, 154, 12), {
        size: 24,
        font: 'bold',
        align: 'center',
        tag: 'H1',
        spacing: 6,
        colour: colours.title,
      }),
      value('typeNameEn', at(28, 27, 154, 6), { size: 10, align: 'center', colour: colours.label }),
      {
        kind: 'flow',
        box: at(38, 45, 90, 58),
        size: 14,
        minSize: 7,
        columns: 2,
        labelWidth: 16,
        rules: 'none',
        items: [
          { ...row('姓名', 'name'), wide: true },
          row('性别', 'sex'),
          row('民族', 'ethnicity'),
          { ...row('出生', 'birthDate', { as: 'date' }), wide: true },
          { ...row('住址', 'address'), wide: true },
        ],
      },
      words('公民身份号码', at(38, 113, 36, 7), { size: 13, colour: colours.label }),
      value('faceData.citizenNumber', at(76, 111.5, 98, 9), { size: 18, font: 'bold', spacing: 1.5 }),
      { kind: 'panel', box: at(42, 170, 126, 0.4), fill: '#9fb9d4' },
      words('居民身份证', at(28, 150, 154, 16), {
        size: 32,
        font: 'bold',
        align: 'center',
        spacing: 12,
        colour: colours.ink,
      }),
      {
        kind: 'flow',
        box: at(52, 176, 122, 44),
        size: 13.5,
        minSize: 7,
        columns: 1,
        labelWidth: 28,
        rules: 'none',
        items: [
          row('签发机关', 'issuingAuthority'),
          row('有效期限', 'validityPeriod'),
          { label: '起止日期', source: 'validity' },
          row('行政区划', 'regionCode'),
        ],
      },
      value('licenceNumber', at(68, 260, 72, 5), { size: 8.5, words: '证照编号：', colour: colours.label }),
      ...below.blocks,
    ],
    qr: below.qr,
    seal: below.seal,
    photo: { box: at(135, 45, 37, 49), label: '照片' },
  },
});
