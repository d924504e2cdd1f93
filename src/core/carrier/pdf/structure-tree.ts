import { demand, notOurs, pdfLimits } from './form.js';
import { arrayOf, type Pattern, refOf } from './match.js';
import { type Objects, sameRef } from './objects.js';
import { type PdfValue, textOf } from './syntax.js';

/** An element that holds a piece of the page's content. */
export interface Element {
  tag: string;
  /** Marks what is a value: see `markOf` of the maker. */
  title?: string;
  /** What a screen reader says of a figure. */
  alt?: string;
}

const holders = new Set(['H1', 'H2', 'P', 'TH', 'TD', 'Figure']);
const parents: { readonly [tag: string]: readonly string[] } = {
  Document: ['H1', 'H2', 'P', 'Figure', 'Table'],
  Table: ['TR'],
  TR: ['TH', 'TD'],
};

/** Reads the tree of structure: the element of each piece of marked content, by its number, all on the one page. */
export function readStructure(objects: Objects, root: number, page: number): Element[] {
  let [document, tree] = [0, [] as number[]];
  objects.take(root, {
    Type: '/StructTreeRoot',
    ParentTree: {
      Nums: (value) => {
        const [key, refs, ...rest] = arrayOf(value);
        tree = arrayOf(refs).map((one) => refOf(one, 'Nums'));
        return key === 0 && rest.length === 0;
      },
    },
    ParentTreeNextKey: 1,
    K: (value) => {
      const kids = arrayOf(value);
      document = refOf(kids[0], 'K');
      return kids.length === 1;
    },
  });
  demand(tree.length <= pdfLimits.elements, 'structure');
  const elements: (Element | undefined)[] = tree.map(() => undefined);
  const waiting = [{ ref: document, parent: root, allowed: ['Document'] as readonly string[] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { ref, parent, allowed } = next;
    const { tag, kids, ...said } = readElement(objects, ref, parent, page);
    demand(allowed.includes(tag), 'structure', tag);
    if (holders.has(tag)) {
      const [mcid] = kids;
      demand(kids.length === 1 && typeof mcid === 'number' && tree[mcid] === ref, 'structure');
      elements[mcid] = { tag, ...said };
    } else {
      demand(said.title === undefined && said.alt === undefined, 'structure', tag);
      for (const kid of kids) waiting.push({ ref: refOf(kid, 'K'), parent: ref, allowed: parents[tag] ?? [] });
    }
  }
  return elements.map((one) => one ?? notOurs('structure'));
}

function readElement(objects: Objects, ref: number, parent: number, page: number) {
  const element: Element & { kids: readonly PdfValue[] } = { tag: '', kids: [] };
  let placed = false;
  const text = (keep: (text: string) => void): Pattern => {
    return (value, entry) => keep(textOf(value) ?? notOurs('entry-wrong', entry));
  };
  objects.take(ref, {
    S: (value) => {
      element.tag = typeof value === 'object' && 'name' in value ? value.name : '';
    },
    'T?': text((title) => {
      element.title = title;
    }),
    'Alt?': text((alt) => {
      element.alt = alt;
    }),
    P: sameRef(parent),
    K: (value) => {
      element.kids = arrayOf(value, 'K');
    },
    'Pg?': (value) => {
      placed = true;
      return sameRefAs(value, page);
    },
  });
  demand(holders.has(element.tag) === placed, 'structure', element.tag);
  demand((element.tag === 'Figure') === (element.alt !== undefined), 'structure', element.tag);
  return element;
}

const sameRefAs = (value: PdfValue, ref: number) => typeof value === 'object' && 'ref' in value && value.ref === ref;
