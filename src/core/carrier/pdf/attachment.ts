import { utf8Decode } from '../../bytes/index.js';
import { demand, notOurs, pdfLimits } from './form.js';
import type { Pattern } from './match.js';
import { keepRef, type Objects, sameRef } from './objects.js';

/** The master that is attached, and the identifier that names its file. */
export interface Attachment {
  identifier: string;
  master: string;
}

/** Reads the one attachment of the file: the master, named in the tree of names and in the catalogue. */
export function readAttachment(objects: Objects, names: number, ref: number, madeAt: string): Attachment {
  let name: string | undefined;
  const sameName: Pattern = (value) => {
    const text = typeof value === 'object' && 'text' in value ? value.text : '';
    name ??= text;
    return text === name;
  };
  objects.take(names, {
    Dests: { Names: [] },
    EmbeddedFiles: { Names: [sameName, sameRef(ref)] },
  });
  let file = 0;
  objects.take(ref, {
    Type: '/Filespec',
    AFRelationship: '/Data',
    F: sameName,
    EF: { F: keepRef((found) => (file = found)) },
    UF: sameName,
    Desc: '(SD-JWT VC: the master that this page shows',
  });
  let size = -1;
  const bytes = objects.inflate(
    file,
    {
      Type: '/EmbeddedFile',
      Params: {
        CreationDate: `(${madeAt}`,
        ModDate: `(${madeAt}`,
        // MD5, which nobody here believes: the signature stands over the bytes themselves.
        CheckSum: (value) => typeof value === 'object' && 'text' in value && /^[0-9a-f]{32}$/.test(value.text),
        Size: (value) => {
          size = typeof value === 'number' ? value : -1;
        },
      },
      Subtype: '/application#2Fdc+sd-jwt',
    },
    pdfLimits.master,
  );
  demand(size === bytes.length, 'attachment', 'Size');
  const identifier = /^([0-9A-Z.]{1,100})\.sd-jwt$/.exec(name ?? '')?.[1] ?? notOurs('attachment-name');
  const master = utf8Decode(bytes);
  demand(master !== undefined && /^[A-Za-z0-9._~-]+$/.test(master), 'attachment');
  return { identifier, master };
}
