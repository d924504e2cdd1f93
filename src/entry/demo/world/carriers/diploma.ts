import { carrierDefinition } from '../../../../catalogue/index.js';
import { at, palettes, row } from './paper.js';
import { schoolPaper } from './schooling.js';

const { page, colours, frame, head, below } = schoolPaper(palettes.gold);

/** The photo to the left, as on the certificate that is handed over. */
export const diplomaCarriers = carrierDefinition.parse({
  guard: {
    fields: ['sex', 'birthDate', 'institution', 'major', 'level', 'graduatedOn', 'completion'],
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
        box: at(84, 64, 185, 70),
        size: 13.5,
        minSize: 6,
        columns: 2,
        labelWidth: 32,
        items: [
          row('姓名', 'name'),
          row('性别', 'sex'),
          row('出生日期', 'birthDate', { as: 'date' }),
          row('专业', 'major'),
          row('入学日期', 'enrolledOn', { as: 'date' }),
          row('毕业日期', 'graduatedOn', { as: 'date' }),
          row('学历层次', 'level'),
          row('学习形式', 'studyForm'),
          row('学制（年）', 'duration'),
          row('毕结业结论', 'completion'),
          row('院校标识码', 'institutionCode'),
          row('校（院）长', 'president'),
        ],
      },
      ...below.blocks,
    ],
    qr: below.qr,
    seal: below.seal,
    photo: { box: at(32, 66, 41, 57), label: '照片' },
  },
});
