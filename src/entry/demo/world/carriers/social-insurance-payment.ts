import { carrierDefinition } from '../../../../catalogue/index.js';
import { at, foot, palettes, row, title, value, words } from './paper.js';

const colours = palettes.blue;
const below = foot({ left: 22, right: 188, top: 226, size: 36, colours, issuer: '' });

/** A sheet as it comes from the counter: what was paid, in a ruled table, with a plain edge. */
export const socialInsurancePaymentCarriers = carrierDefinition.parse({
  guard: {
    fields: ['citizenNumber', 'employerName', 'periodFrom', 'periodTo', 'totalMonths', 'agency'],
    licenceNumber: true,
    holders: true,
  },
  pdf: {
    page: { size: 'A4', orientation: 'portrait' },
    colours,
    frame: { style: 'none', inset: 0 },
    background: 'waves',
    blocks: [
      { kind: 'panel', box: at(22, 46, 166, 0.7), fill: colours.frame },
      { kind: 'panel', box: at(22, 47.4, 166, 0.25), fill: colours.frame },
      ...title(at(15, 24, 180, 13), 25, colours, 4),
      value('licenceNumber', at(22, 50, 100, 6), { size: 10, words: '证明编号：' }),
      value('faceData.printedOn', at(122, 50, 66, 6), { size: 10, align: 'right', words: '打印日期：', as: 'date' }),
      words('兹证明下列人员参加社会保险及缴费情况如下：', at(22, 59, 166, 7), { size: 12 }),
      {
        kind: 'flow',
        box: at(22, 69, 166, 148),
        size: 11.5,
        minSize: 5.5,
        columns: 2,
        labelWidth: 34,
        rules: 'grid',
        items: [
          row('姓名', 'name'),
          row('个人编号', 'personalNumber'),
          row('公民身份号码', 'citizenNumber'),
          row('参保地', 'insuredPlace'),
          row('单位名称', 'employerName', { wide: true }),
          row('单位信用代码', 'employerCreditCode', { wide: true }),
          row('缴费起始日期', 'periodFrom', { as: 'date' }),
          row('缴费截止日期', 'periodTo', { as: 'date' }),
          row('累计缴费月数', 'totalMonths'),
          row('缴费基数(元)', 'contributionBase'),
          {
            label: '分险种情况',
            list: 'faceData.payments',
            columns: [
              { name: 'insurance', label: '险种' },
              { name: 'months', label: '缴费月数' },
              { name: 'status', label: '缴费状态' },
            ],
          },
          row('经办机构', 'agency', { wide: true }),
          { label: '有效期', source: 'validity', wide: true },
        ],
      },
      ...below.blocks,
    ],
    qr: below.qr,
    seal: { ...below.seal, words: '社会保险专用章' },
  },
});
