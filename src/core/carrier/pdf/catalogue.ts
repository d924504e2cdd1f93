import { toHex, utf8Decode } from '../../bytes/index.js';
import { demand, notOurs } from './form.js';
import { arrayOf, type Pattern, refOf } from './match.js';
import { keepRef, type Objects } from './objects.js';
import { textOf } from './syntax.js';
import { expectedXmp } from './xmp.js';

/** The parts that the catalogue names, and what the file says of itself. */
export interface Catalogue {
  pages: number;
  structure: number;
  names: number;
  attachment: number;
  form: number;
  signature: number;
  /** As all its dates say: `D:20261102010203Z`. */
  madeAt: string;
  title: string;
}

/** SHA-256 of sRGB2014.icc, the one colour profile of our files: another could make any colour look like any other. */
const sRgb = '384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a';

/** Reads the catalogue and what hangs on it but pages, structure, attachment and signature. */
export function readCatalogue(objects: Objects, root: number, info: number): Catalogue {
  const refs: { [part: string]: number } = {};
  const keep = (part: string): Pattern => keepRef((ref) => (refs[part] = ref));
  const part = (name: string): number => refs[name] as number;
  objects.take(root, {
    Type: '/Catalog',
    Pages: keep('pages'),
    Names: keep('names'),
    Lang: '(zh-CN',
    MarkInfo: keep('mark'),
    StructTreeRoot: keep('structure'),
    ViewerPreferences: keep('viewer'),
    AF: (value) => {
      const files = arrayOf(value, 'AF');
      refs.attachment = refOf(files[0], 'AF');
      return files.length === 1;
    },
    AcroForm: keep('form'),
    Perms: { DocMDP: keep('signature') },
    OutputIntents: (value) => {
      const intents = arrayOf(value, 'OutputIntents');
      refs.intent = refOf(intents[0], 'OutputIntents');
      return intents.length === 1;
    },
    Metadata: keep('metadata'),
  });
  objects.take(part('mark'), { Marked: true });
  objects.take(part('viewer'), { DisplayDocTitle: true });
  readOutputIntent(objects, part('intent'));
  const said = readInfo(objects, info);
  const xmp = objects.raw(part('metadata'), { Type: '/Metadata', Subtype: '/XML', length: isNumber });
  demand(utf8Decode(xmp) === expectedXmp(said), 'metadata');
  return {
    pages: part('pages'),
    structure: part('structure'),
    names: part('names'),
    attachment: part('attachment'),
    form: part('form'),
    signature: part('signature'),
    ...said,
  };
}

const isNumber: Pattern = (value) => typeof value === 'number';

function readOutputIntent(objects: Objects, ref: number): void {
  let profile = 0;
  objects.take(ref, {
    Type: '/OutputIntent',
    S: '/GTS_PDFA1',
    Info: '(sRGB IEC61966-2.1',
    OutputConditionIdentifier: '(sRGB IEC61966-2.1',
    DestOutputProfile: keepRef((found) => (profile = found)),
  });
  const bytes = objects.inflate(profile, { N: 3 }, 64 * 1024);
  demand(toHex(objects.crypto.sha256(bytes)) === sRgb, 'colour-profile');
}

/** The document's information: who made it with what, when, and its title; each an object of its own. */
function readInfo(objects: Objects, info: number): { title: string; madeAt: string } {
  const refs: number[] = [];
  const keep = keepRef((ref) => refs.push(ref));
  objects.take(info, { Producer: keep, Creator: keep, CreationDate: keep, Title: keep, ModDate: keep });
  const [producer, creator, created, title, modified] = refs.map((ref) => textOf(objects.take(ref, () => true)));
  demand(producer === 'Elicence' && creator === 'Elicence', 'metadata');
  demand(created !== undefined && /^D:\d{14}Z$/.test(created) && created === modified, 'dates-differ');
  return { title: title ?? notOurs('metadata'), madeAt: created };
}
