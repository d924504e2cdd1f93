import { demand, notOurs, pdfLimits } from './form.js';
import { around, blend, distance, overlap, paper, place } from './geometry.js';
import { Graphics, type Paint } from './graphics.js';
import type { PdfImage } from './images.js';
import { dictOf, isName, match } from './match.js';
import { nameOf, type Operation, operationsOf } from './operators.js';
import type { PdfPage } from './page.js';
import type { Element } from './structure-tree.js';
import { type Piece, TextWriter } from './text-writer.js';

/** What a page shows, as far as it can be read. */
export interface PageContent {
  /** In the order of writing. */
  pieces: Piece[];
  /** The picture of an element, by its number. */
  pictures: Map<number, PdfImage>;
}

/** How much a text's colour differs from the paper's, and from that of a surface under it; 1 is a colour channel. */
const contrast = { paper: 0.35, surface: 0.2 };

/** Reads a page's content operator by operator; every text of it can be seen, and is seen as it is read. */
export function readContent(page: PdfPage, elements: readonly Element[]): PageContent {
  const reader = new ContentReader(page, elements);
  for (const operation of operationsOf(page.content)) reader.run(operation);
  reader.finish();
  return reader.shown;
}

class ContentReader {
  readonly shown: PageContent = { pieces: [], pictures: new Map() };
  readonly #graphics: Graphics;
  readonly #writer: TextWriter;
  readonly #paints: Paint[] = [];
  readonly #painted = new Set<string>();
  #marked = 0;
  /** Where the line begins that is being written. */
  #lineFrom = 0;
  #mark: { mcid?: number } | undefined;

  constructor(
    readonly page: PdfPage,
    readonly elements: readonly Element[],
  ) {
    this.#graphics = new Graphics(page.states);
    this.#writer = new TextWriter(page.fonts);
  }

  run(operation: Operation): void {
    const { operator } = operation;
    const { state } = this.#graphics;
    const written = this.#writer.run(operation, state, this.#mark?.mcid);
    if (typeof written === 'object') this.#write(written);
    if (written !== false) {
      demand(!this.#graphics.drawing, 'operator-misplaced', operator);
      return;
    }
    demand(!this.#writer.open, 'operator-misplaced', operator);
    if (this.#graphics.drawing && !/^(?:m|l|c|v|y|re|h|W|n|S|f\*?|B)$/.test(operator)) {
      // Between the making of a path and its painting stands nothing but the colour that pdfkit sets then.
      demand(/^(?:cs|CS|scn|SCN|w)$/.test(operator), 'operator-misplaced', operator);
    }
    if (this.#graphics.run(operation)) return;
    if (operator === 'BDC') this.#begin(operation);
    else if (operator === 'EMC') this.#end();
    else if (operator === 'Do') this.#picture(nameOf(operation.operands[0]));
    else this.#paint(operator);
  }

  finish(): void {
    demand(this.#graphics.depth === 0 && !this.#graphics.drawing && !this.#writer.open, 'operator-misplaced', 'end');
    demand(this.#mark === undefined && this.#marked === this.elements.length, 'mark');
    demand(this.#painted.size === this.page.images.size, 'image');
  }

  #begin({ operands: [tag, properties] }: Operation): void {
    demand(this.#mark === undefined, 'mark');
    if (isName(tag, 'Artifact')) {
      match(properties, { Type: '/Layout' });
      this.#mark = {};
      return;
    }
    const element = this.elements[this.#marked];
    demand(element && isName(tag, element.tag), 'mark');
    match(dictOf(properties), { MCID: this.#marked });
    this.#mark = { mcid: this.#marked++ };
  }

  #end(): void {
    demand(this.#mark, 'mark');
    this.#mark = undefined;
  }

  #picture(name: string): void {
    const image = this.page.images.get(name) ?? notOurs('resource-unknown', 'Do');
    const mcid = this.#mark?.mcid;
    demand(mcid !== undefined && this.elements[mcid]?.tag === 'Figure', 'operator-misplaced', 'Do');
    demand(!this.#painted.has(name), 'image');
    this.#painted.add(name);
    this.shown.pictures.set(mcid, image);
    const { matrix, opacity } = this.#graphics.state;
    const corners = (
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const
    ).map((corner) => place(matrix, corner));
    this.#lay({ box: around(corners), opacity });
  }

  #paint(operator: string): void {
    const { filled, lines, broad } = this.#graphics.paint(operator);
    if (filled) this.#lay(filled);
    for (const line of lines) {
      if (broad) this.#lay(line);
      else this.#demandBare(line);
    }
  }

  #lay(paint: Paint): void {
    this.#demandBare(paint);
    this.#paints.push(paint);
    demand(this.#paints.length <= pdfLimits.paints, 'operators-too-many');
  }

  /** Nothing is painted over a text. */
  #demandBare({ box }: Paint): void {
    for (const { seen } of this.shown.pieces) demand(!seen || !overlap(seen, box), 'painted-over-text');
  }

  #write(piece: Piece): void {
    const { pieces } = this.shown;
    const { mcid, seen, colour, size, from, to, line } = piece;
    demand(this.elements[mcid]?.tag !== 'Figure', 'text-in-figure');
    demand(pieces.length < pdfLimits.texts, 'operators-too-many');
    const { width, height } = this.page;
    demand(from >= 0 && to <= width + size && line - size * 0.12 >= 0 && line + size * 0.88 <= height, 'text-off-page');
    demand(!seen || seen.right <= width, 'text-off-page');
    demand(distance(colour, paper) >= contrast.paper, 'text-colour');
    const last = pieces.at(-1);
    if (last?.mcid === mcid) demand(follows(piece, last, this.#lineFrom), 'text-out-of-order');
    if (last?.mcid !== mcid || !sameLine(piece, last)) this.#lineFrom = from;
    if (seen) {
      for (const other of pieces) demand(!other.seen || !overlap(seen, other.seen), 'text-over-text');
      for (const under of this.#paints) {
        if (!overlap(seen, under.box)) continue;
        demand(under.colour, 'text-over-image');
        demand(distance(colour, blend(under.colour, under.opacity, paper)) >= contrast.surface, 'text-on-like-colour');
      }
    }
    pieces.push(piece);
  }
}

/** Whether a piece goes on where the one before it ended: on its line, or on the next, under what stands there. */
function follows(piece: Piece, last: Piece, lineFrom: number): boolean {
  if (piece.size !== last.size || distance(piece.colour, last.colour) > 0) return false;
  const down = (last.line - piece.line) / piece.size;
  const along = (piece.from - last.to) / piece.size;
  if (sameLine(piece, last)) return along > -0.7 && along < 1;
  return down > 0.9 && down < 2.2 && piece.from < last.to && lineFrom < piece.to;
}

const sameLine = (piece: Piece, last: Piece) => Math.abs(last.line - piece.line) < piece.size * 0.3;
