import { carrierDefinition } from '../../../../catalogue/index.js';
import { at, palettes, row } from './paper.js';
import { schoolPaper } from './schooling.js';

const { page, colours, frame, head, below } = schoolPaper(palettes.blue);

/** Big letters and room around them: a degree says little. */
export const degreeCarriers = carrierDefinition.parse({
  guard: {
    fields: ['sex', 'birthDate', 'institution', 'degreeLevel', 'discipline', 'major', 'conferredOn'],
    licenceNumber: true,
    holders: true,
  },
  pdf: {
    page,
    colours,
    frame,
    blocks: [
      ...head,
      {
        kind: 'flow',
        box: at(40, 66, 217, 66),
        size: 15,
        minSize: 6,
        columns: 2,
        labelWidth: 36,
        items: [
          row('姓名', 'name'),
          row('性别', 'sex'),
          row('出生日期', 'birthDate', { as: 'date' }),
          row('学位级别', 'degreeLevel'),
          row('学科门类', 'discipline'),
          row('学位类型', 'degreeType'),
          row('专业', 'major', { wide: true }),
          row('授予日期', 'conferredOn', { as: 'date' }),
          row('委员会主席', 'committeeChair'),
        ],
      },
      ...below.blocks,
    ],
    qr: below.qr,
    seal: below.seal,
  },
});
