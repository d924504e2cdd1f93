import { carrierDefinition } from '../../../../catalogue/index.js';
import { at, palettes, row, value, words } from './paper.js';

const colours = palettes.green;
const small = { size: 7.5, align: 'center', colour: colours.label } as const;

/**
 * As it stands on a phone: a coloured head, the holder with the code, the details below. Texts are dark everywhere, since
 * the reader of a page refuses pale ones.
 */
export const medicalInsuranceCarriers = carrierDefinition.parse({
  guard: {
    fields: ['insuranceNumber', 'insuredPlace', 'insuranceType', 'personType', 'insuredState', 'agency'],
    licenceNumber: true,
    holders: true,
  },
  pdf: {
    page: { size: 'A4', orientation: 'portrait' },
    colours,
    frame: { style: 'none', inset: 0 },
    background: 'none',
    blocks: [
      { kind: 'panel', box: at(18, 16, 174, 265), fill: '#f4faf8', stroke: '#a9cfc5', radius: 7 },
      { kind: 'panel', box: at(18, 16, 174, 52), fill: '#cfe9e1', radius: 7 },
      { kind: 'panel', box: at(18, 58, 174, 10), fill: '#cfe9e1' },
      { kind: 'panel', box: at(28, 60, 154, 64), fill: '#ffffff', stroke: '#a9cfc5', radius: 5 },
      value('typeName', at(28, 23, 154, 12), { size: 26, font: 'bold', tag: 'H1', spacing: 4, colour: colours.title }),
      value('typeNameEn', at(28, 36, 110, 6), { size: 10, colour: colours.label }),
      value('licenceNumber', at(28, 44, 154, 6), { size: 10, words: '凭证编号：', colour: colours.label }),
      value('faceData.name', at(36, 68, 82, 12), { size: 22, font: 'bold' }),
      value('faceData.insuredState', at(36, 82, 82, 7), { size: 13, colour: '#17705d' }),
      value('faceData.insuranceType', at(36, 91, 82, 7), { size: 12 }),
      words('医保编号', at(36, 102, 82, 5), { size: 9, colour: colours.label }),
      value('faceData.insuranceNumber', at(36, 107, 82, 9), { size: 16, font: 'bold' }),
      words('扫码核验', at(130, 117, 44, 5), { ...small, size: 9 }),
      {
        kind: 'flow',
        box: at(28, 132, 154, 92),
        size: 12.5,
        minSize: 6,
        columns: 1,
        labelWidth: 40,
        items: [
          row('性别', 'sex'),
          row('出生日期', 'birthDate', { as: 'date' }),
          row('公民身份号码', 'citizenNumber'),
          row('参保地', 'insuredPlace'),
          row('参保地区划代码', 'insuredRegionCode'),
          row('人员类别', 'personType'),
          row('单位名称', 'employerName'),
          row('首次参保日期', 'firstInsuredOn', { as: 'date' }),
          row('异地就医备案', 'remoteTreatment', { as: 'boolean' }),
          { label: '有效期', source: 'validity' },
        ],
      },
      value('faceData.agency', at(28, 238, 117, 8), { size: 13, font: 'bold', align: 'right', words: '经办机构：' }),
      value('issuedOn', at(28, 249, 117, 8), { size: 12, align: 'right', as: 'date' }),
      value('identifier', at(28, 269, 154, 4), { ...small, words: '证照标识：' }),
      value('masterDigest', at(28, 273.5, 154, 4), { ...small, words: '母本摘要：' }),
    ],
    qr: { x: 128, y: 68, size: 48 },
    seal: { x: 142, y: 227, diameter: 40, words: '医疗保障专用章' },
  },
});
