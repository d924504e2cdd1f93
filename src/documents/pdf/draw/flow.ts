import type { PrintedLicence } from '../input.js';
import { mm, type Pen } from '../pen.js';
import { say, sayList, sayValue } from '../say.js';
import type { Colours, FlowBlock, FlowItem } from '../template.js';

/** One cell of text, x and width in points within the flow. */
export interface Cell {
  x: number;
  width: number;
  text: string;
  head: boolean;
}
/** Cells side by side; `rule` draws a line under them. */
export type Line = { cells: Cell[]; rule: boolean };

/** The rows of the flow with their texts; rows and lists that the licence lacks are left out. */
export function linesOf(block: FlowBlock, licence: PrintedLicence): Line[] {
  const width = mm(block.box.width);
  const gap = mm(6);
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
      lines.push(...tableOf(item, licence, width, label));
      continue;
    }
    const text = say(licence, item.source, item.as);
    if (text === '') continue;
    const at = (left: number, room: number): Cell[] => [
      { x: left, width: label - mm(2), text: item.label, head: true },
      { x: left + label, width: room - label, text, head: false },
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
  width: number,
  label: number,
): Line[] {
  const entries = sayList(licence, item.list);
  if (entries.length === 0) return [];
  const column = (width - label) / item.columns.length;
  const cells = (texts: string[], head: boolean, name: string): Cell[] => [
    ...(name === '' ? [] : [{ x: 0, width: label - mm(2), text: name, head: true }]),
    ...texts.map((text, index) => ({ x: label + index * column, width: column - mm(2), text, head })),
  ];
  return [
    {
      cells: cells(
        item.columns.map((one) => one.label),
        true,
        item.label,
      ),
      rule: false,
    },
    ...entries.map((entry, index) => ({
      cells: cells(
        item.columns.map((one) => sayValue(entry[one.name], one.as)),
        false,
        '',
      ),
      rule: index === entries.length - 1,
    })),
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
          .font('regular')
          .fontSize(size)
          .fillColor(cell.head ? colours.label : colours.ink);
        pdf.text(cell.text, mm(block.box.x) + cell.x, y + pad, { width: cell.width, lineGap: size * 0.1 });
      };
      row.add(pdf.struct(cell.head ? 'TH' : 'TD', {}, write));
    }
    row.end();
    y += rows[index]! + 2 * pad;
    if (!line.rule) return;
    pdf.markContent('Artifact', { type: 'Layout' });
    const left = mm(block.box.x);
    pdf.save().lineWidth(0.4).strokeColor(colours.tint);
    pdf
      .moveTo(left, y)
      .lineTo(left + mm(block.box.width), y)
      .stroke()
      .restore();
    pdf.endMarkedContent();
  });
  return true;
}

function measure(pdf: PDFKit.PDFDocument, block: FlowBlock, lines: readonly Line[]) {
  for (let size = block.size; size >= block.minSize; size -= 0.5) {
    pdf.font('regular').fontSize(size);
    const heightOf = (cell: Cell) => pdf.heightOfString(cell.text, { width: cell.width, lineGap: size * 0.1 });
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
