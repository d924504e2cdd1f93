import { carrierDefinition } from '../../../../catalogue/index.js';
import { at, foot, palettes, row, title, value } from './paper.js';

const colours = palettes.red;
const below = foot({ left: 26, right: 184, top: 228, size: 36, colours, issuer: '登记机构：' });

/** The inner page of the book: its number below the title, one ruled row for each fact. */
export const realEstateOwnershipCarriers = carrierDefinition.parse({
  guard: {
    fields: ['coOwnership', 'location', 'unitNumber', 'usage', 'buildingArea', 'registeredOn'],
    licenceNumber: true,
    holders: true,
  },
  pdf: {
    page: { size: 'A4', orientation: 'portrait' },
    colours,
    frame: { style: 'guilloche', inset: 9 },
    blocks: [
      ...title(at(22, 27, 166, 15), 32, colours, 10),
      value('licenceNumber', at(26, 52, 158, 8), { size: 13, align: 'center' }),
      {
        kind: 'flow',
        box: at(26, 64, 158, 154),
        size: 12,
        minSize: 5.5,
        columns: 1,
        labelWidth: 42,
        rules: 'grid',
        items: [
          row('权利人', 'rightHolders'),
          row('共有情况', 'coOwnership'),
          row('坐落', 'location'),
          row('不动产单元号', 'unitNumber'),
          row('权利类型', 'rightType'),
          row('权利性质', 'rightNature'),
          row('用途', 'usage'),
          row('土地面积（平方米）', 'landArea'),
          row('建筑面积（平方米）', 'buildingArea'),
          row('使用期限', 'usePeriod'),
          row('房屋结构', 'structure'),
          row('登记日期', 'registeredOn', { as: 'date' }),
          row('登记机构', 'registrationAuthority'),
        ],
      },
      ...below.blocks,
    ],
    qr: below.qr,
    seal: { ...below.seal, words: '不动产登记专用章' },
  },
});
