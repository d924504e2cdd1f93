/** The bounds within which a PDF is read at all; far above what the maker makes. */
export const pdfLimits = {
  bytes: 4 * 1024 * 1024,
  objects: 8192,
  /** Of arrays and dictionaries in one another. */
  depth: 8,
  /** Of all streams together, once inflated. */
  inflated: 24 * 1024 * 1024,
  content: 4 * 1024 * 1024,
  operators: 400_000,
  /** Of graphics states saved in one another. */
  states: 32,
  /** Pieces of text, and painted shapes, on a page. */
  texts: 4000,
  paints: 20_000,
  master: 1024 * 1024,
  elements: 8000,
} as const;

/** Why a file is none of ours. Stable; where a dictionary's entry is to blame, its name follows after a space. */
export type FormFault =
  // The file
  | 'too-large'
  | 'header'
  | 'end-of-file'
  | 'second-revision'
  | 'xref'
  | 'trailer'
  | 'gap-between-objects'
  | 'objects-overlap'
  | 'object-missing'
  | 'object-used-twice'
  | 'object-not-referenced'
  | 'too-many-objects'
  // What stands in it
  | 'syntax'
  | 'too-deep'
  | 'entry-twice'
  | 'entry-unknown'
  | 'entry-missing'
  | 'entry-wrong'
  | 'stream'
  | 'inflated-too-large'
  | 'page-size'
  | 'metadata'
  | 'colour-profile'
  | 'font'
  | 'font-map'
  | 'image'
  | 'structure'
  | 'dates-differ'
  | 'attachment-name'
  | 'attachment'
  | 'issuer-name'
  // The page
  | 'operator-unknown'
  | 'operator-misplaced'
  | 'operand'
  | 'operators-too-many'
  | 'resource-unknown'
  | 'mark'
  | 'text-unmarked'
  | 'text-in-figure'
  | 'text-turned'
  | 'text-too-small'
  | 'text-off-page'
  | 'text-colour'
  | 'text-transparent'
  | 'text-clipped'
  | 'text-squeezed'
  | 'text-over-text'
  | 'text-over-image'
  | 'text-on-like-colour'
  | 'text-out-of-order'
  | 'glyph-without-meaning'
  | 'painted-over-text'
  | 'pointer'
  | 'value-twice'
  | 'title-differs'
  // The signature
  | 'byte-range'
  | 'signature-contents'
  | 'signature-padding'
  | 'cms'
  | 'unforeseen';

/** Thrown inside the reader alone; its door makes a refusal of it. */
export class NotOurForm extends Error {
  constructor(
    readonly fault: FormFault,
    entry?: string,
  ) {
    super(entry === undefined ? fault : `${fault} ${entry}`);
  }
}

/** @throws NotOurForm */
export function notOurs(fault: FormFault, entry?: string): never {
  throw new NotOurForm(fault, entry);
}

/** @throws NotOurForm when the condition does not hold */
export function demand(condition: unknown, fault: FormFault, entry?: string): asserts condition {
  if (!condition) notOurs(fault, entry);
}
