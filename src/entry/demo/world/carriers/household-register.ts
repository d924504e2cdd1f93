import { carrierDefinition } from '../../../../catalogue/index.js';
import { at, foot, palettes, row, title, value, words } from './paper.js';

const colours = palettes.red;
const below = foot({ left: 26, right: 184, top: 232, size: 34, colours, issuer: '登记机关：' });

/** A page of the register: the household above, the member in a ruled table, all members in a list. */
export const householdRegisterCarriers = carrierDefinition.parse({
  guard: {
    fields: ['householdNumber', 'headName', 'relationToHead', 'sex', 'birthDate', 'address'],
    licenceNumber: true,
    holders: true,
  },
  pdf: {
    page: { size: 'A4', orientation: 'portrait' },
    colours,
    frame: { style: 'double', inset: 10 },
    background: 'waves',
    blocks: [
      ...title(at(26, 25, 158, 15), 32, colours, 12),
      words('常住人口登记卡', at(26, 49, 80, 7), { size: 13, font: 'bold', tag: 'H2', colour: colours.label }),
      value('licenceNumber', at(106, 50, 78, 6), { size: 10, align: 'right', words: '编号：' }),
      {
        kind: 'flow',
        box: at(26, 58, 158, 168),
        size: 11.5,
        minSize: 5.5,
        columns: 2,
        labelWidth: 28,
        rules: 'grid',
        items: [
          row('户别', 'householdType'),
          row('户号', 'householdNumber'),
          row('户主姓名', 'headName'),
          row('与户主关系', 'relationToHead'),
          row('住址', 'address', { wide: true }),
          row('姓名', 'name'),
          row('性别', 'sex'),
          row('民族', 'ethnicity'),
          row('出生日期', 'birthDate', { as: 'date' }),
          row('籍贯', 'nativePlace'),
          row('婚姻状况', 'maritalStatus'),
          row('公民身份号码', 'citizenNumber', { wide: true }),
          row('登记日期', 'registeredOn', { as: 'date', wide: true }),
          {
            label: '家庭成员',
            list: 'faceData.members',
            columns: [
              { name: 'name', label: '姓名' },
              { name: 'relation', label: '与户主关系' },
              { name: 'birthDate', label: '出生日期', as: 'date' },
            ],
          },
        ],
      },
      ...below.blocks,
    ],
    qr: below.qr,
    seal: { ...below.seal, words: '户口专用章' },
  },
});
