import { demand } from './form.js';
import { dictOf, isName, type Pattern } from './match.js';
import { keepRef, type Objects } from './objects.js';

const side: Pattern = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 8192;
const colours: Pattern = (value) => isName(value, 'DeviceRGB') || isName(value, 'DeviceGray');

/** A picture as it stands in the file; `jpeg` has its bytes. What it shows can't be judged. */
export interface PdfImage {
  jpeg?: Uint8Array;
}

/** Reads one image: a JPEG as it was brought, or the rows of a PNG, with its transparency beside it. */
export function readImage(objects: Objects, ref: number): PdfImage {
  const dict = dictOf(objects.file.objects.get(ref)?.value);
  const common = { Type: '/XObject', Subtype: '/Image', Width: side, Height: side, ColorSpace: colours } as const;
  if (isName(dict.get('Filter'), 'DCTDecode')) {
    const jpeg = objects.raw(ref, { ...common, BitsPerComponent: 8, Filter: '/DCTDecode' });
    demand(jpeg[0] === 0xff && jpeg[1] === 0xd8, 'image');
    return { jpeg };
  }
  let [mask, parameters] = [0, 0];
  objects.inflate(
    ref,
    {
      ...common,
      BitsPerComponent: 8,
      'SMask?': keepRef((found) => (mask = found)),
      'DecodeParms?': keepRef((found) => (parameters = found)),
    },
    8 * 1024 * 1024,
  );
  const { Width, Height } = { Width: dict.get('Width') as number, Height: dict.get('Height') as number };
  if (parameters !== 0) {
    const colourCount = isName(dict.get('ColorSpace'), 'DeviceRGB') ? 3 : 1;
    objects.take(parameters, { Predictor: 15, Colors: colourCount, BitsPerComponent: 8, Columns: Width });
  }
  if (mask !== 0) {
    const sameSize = { Width, Height, BitsPerComponent: 8, ColorSpace: '/DeviceGray', Decode: [0, 1] } as const;
    objects.inflate(mask, { Type: '/XObject', Subtype: '/Image', ...sameSize }, 4 * 1024 * 1024);
  }
  return {};
}
