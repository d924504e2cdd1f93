import type { PrintedLicence } from '../input.js';
import { mm, type Pen } from '../pen.js';
import { markOf, say, sayList, sayValue } from '../say.js';
import type { Colours, FlowBlock, FlowItem } from '../template.js';

/** One cell of text, x and width in points within the flow. */
export interface Cell {
  x: number;
  width: number;
  text: string;
  head: boolean;
  /** Which field of the licence the text says; captions say none. */
  mark?: string;
}
/** Cells side by side; `rule` ends what belongs together. A grid's line under the others begins at `inner`. */
export type Line = { cells: Cell[]; rule: boolean; inner?: number };

/** Between a grid's line and its text. */
const gridInset = mm(1.6);

/** The rows of the flow with their texts; rows and lists that the licence lacks are left out. */
export function linesOf(block: FlowBlock, licence: PrintedLicence): Line[] {
  const width = mm(block.box.width);
  const inset = block.rules === 'grid' ? gridInset : 0;
  const gap = block.rules === 'grid' ? 0 : mm(6);
  const column = block.columns === 2 ? (width - gap) / 2 : width;
  const label = mm(block.labelWidth);
  const lines: Line[] = [];
  let half: Cell[] | null = null;
  const flush = () => {
    if (half) lines.push({ cells: half, rule: true });
    half = null;
  };
  for (const item of block.items) {
    if ('list' in item) {
      flush();
      lines.push(...tableOf(item, licence, { width, label, inset }));
      continue;
    }
    const text = say(licence, item.source, item.as);
    if (text === '') continue;
    const at = (left: number, room: number): Cell[] => [
      { x: left + inset, width: label - Math.max(2 * inset, mm(2)), text: item.label, head: true },
      { x: left + label + inset, width: room - label - 2 * inset, text, head: false, mark: markOf(item.source) },
    ];
    if (block.columns === 1 || item.wide) {
      flush();
      lines.push({ cells: at(0, width), rule: true });
    } else if (half === null) half = at(0, column);
    else {
      half = [...(half as Cell[]), ...at(column + gap, column)];
      flush();
    }
  }
  flush();
  return lines;
}

function tableOf(
  item: Extract<FlowItem, { list: string }>,
  licence: PrintedLicence,
  { width, label, inset }: { width: number; label: number; inset: number },
): Line[] {
  const entries = sayList(licence, item.list);
  if (entries.length === 0) return [];
  const column = (width - label) / item.columns.length;
  const cells = (texts: string[], head: boolean, name: string): Cell[] => [
    ...(name === '' ? [] : [{ x: inset, width: label - Math.max(2 * inset, mm(2)), text: name, head: true }]),
    ...texts.map((text, index) => ({
      x: label + index * column + inset,
      width: column - Math.max(2 * inset, mm(2)),
      text,
      head,
    })),
  ];
  const heads = item.columns.map((one) => one.label);
  return [
    { cells: cells(heads, true, item.label), rule: false, inner: label },
    ...entries.map((entry, index) => {
      const texts = item.columns.map((one) => sayValue(entry[one.name], one.as));
      const marked = cells(texts, false, '').map((cell, column) => {
        return { ...cell, mark: `${markOf(item.list)}/${index}/${item.columns[column]!.name}` };
      });
      return { cells: marked, rule: index === entries.length - 1, inner: label };
    }),
  ];
}

/** Draws the rows as a table for eyes and screen readers; false when they overflow the box at the smallest size. */
export function drawFlow(
  { pdf }: Pen,
  block: FlowBlock,
  lines: readonly Line[],
  colours: Colours,
  table: PDFKit.PDFStructureElement,
): boolean {
  const heights = measure(pdf, block, lines);
  if (heights === null) return false;
  const { size, rows, pad } = heights;
  let y = mm(block.box.y);
  lines.forEach((line, index) => {
    const row = pdf.struct('TR');
    table.add(row);
    for (const cell of line.cells) {
      const write = () => {
        pdf
          .font(cell.head ? 'regular' : block.font)
          .fontSize(size)
          .fillColor(cell.head ? colours.label : colours.ink);
        pdf.text(cell.text, mm(block.box.x) + cell.x, y + pad, { width: cell.width, lineGap: size * 0.1 });
      };
      row.add(pdf.struct(cell.head ? 'TH' : 'TD', cell.mark === undefined ? {} : { title: cell.mark }, write));
    }
    row.end();
    const height = rows[index]! + 2 * pad;
    pdf.markContent('Artifact', { type: 'Layout' });
    rule(pdf, block, line, y, height, colours);
    pdf.endMarkedContent();
    y += height;
  });
  return true;
}

function rule(
  pdf: PDFKit.PDFDocument,
  { box, rules }: FlowBlock,
  line: Line,
  y: number,
  height: number,
  colours: Colours,
): void {
  const [left, right] = [mm(box.x), mm(box.x + box.width)];
  const stroke = (x: number, from: number, toX: number, to: number) => pdf.moveTo(x, from).lineTo(toX, to).stroke();
  pdf.save().lineWidth(0.4);
  if (rules === 'under' && line.rule) {
    pdf.strokeColor(colours.tint);
    stroke(left, y + height, right, y + height);
  }
  if (rules === 'grid') {
    pdf.strokeColor(colours.frame);
    if (y === mm(box.y)) stroke(left, y, right, y);
    stroke(left + (line.rule ? 0 : (line.inner ?? 0)), y + height, right, y + height);
    stroke(right, y, right, y + height);
    stroke(left, y, left, y + height);
    for (const { x } of line.cells.filter((cell) => cell.x > gridInset))
      stroke(left + x - gridInset, y, left + x - gridInset, y + height);
  }
  pdf.restore();
}

function measure(pdf: PDFKit.PDFDocument, block: FlowBlock, lines: readonly Line[]) {
  for (let size = block.size; size >= block.minSize; size -= 0.5) {
    pdf.fontSize(size);
    const heightOf = (cell: Cell) =>
      pdf
        .font(cell.head ? 'regular' : block.font)
        .heightOfString(cell.text, { width: cell.width, lineGap: size * 0.1 });
    const rows = lines.map((line) => Math.max(...line.cells.map(heightOf)));
    const pad = size * 0.22;
    const used = rows.reduce((sum, height) => sum + height + 2 * pad, 0);
    if (used > mm(block.box.height)) continue;
    // What is left over goes between the rows, up to a comfortable measure.
    const spare = (mm(block.box.height) - used) / (2 * Math.max(lines.length, 1));
    return { size, rows, pad: pad + Math.min(spare, size * 0.45) };
  }
  return null;
}
