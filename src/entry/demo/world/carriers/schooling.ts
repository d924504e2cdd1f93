import type { Colours } from '../../../../catalogue/index.js';
import { at, foot, title, value } from './paper.js';

/** What certificates of schooling share: they lie, the school's name stands above the details. */
export function schoolPaper(colours: Colours) {
  const below = foot({ left: 28, right: 269, top: 140, size: 34, colours, issuer: '' });
  return {
    page: { size: 'A4', orientation: 'landscape' },
    colours,
    frame: { style: 'guilloche', inset: 9 },
    head: [
      ...title(at(60, 24, 177, 18), 40, colours, 16),
      value('faceData.institution', at(28, 51, 241, 8), {
        size: 16,
        font: 'bold',
        align: 'center',
        tag: 'H2',
        colour: colours.label,
      }),
      value('licenceNumber', at(70, 160, 110, 6), { size: 11, words: '证书编号：' }),
    ],
    below,
  };
}
