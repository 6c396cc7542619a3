// Whole rows: insert, delete, move by keys or by dragging.

import { Step } from './queue.js';
import { Row } from './model.js';
import { grouped } from './tasks.js';

export class RowActions {
  constructor(sheet) {
    this.sheet = sheet;
    sheet.api.addEventListener('rowDragEnd', () => this.dropped());
    sheet.api.addEventListener('rowDragEnter', (event) => (this.dragged = event.node.data));
  }

  /** Insert as many empty rows above the block as it has rows. */
  insert() {
    const { sheet } = this;
    const { rows, block = null } = sheet.selection;
    const { top, left } = block ?? { top: 0, left: 0 };
    const added = Array.from({ length: Math.max(1, rows.length) }, () => new Row(null));
    for (const row of added) row.isBlank = false;
    sheet.addRows(added, top);
    sheet.queue.push(new Step(sheet.history.begin(), { added }));
    sheet.selection.go(top, left);
  }

  remove() {
    const { sheet } = this;
    const { block, rows } = sheet.selection;
    if (!rows.length) return;
    const deleted = rows.map((row) => ({ row, index: sheet.model.rows.indexOf(row) }));
    sheet.dropRows(rows);
    sheet.queue.push(new Step(sheet.history.begin(), { deleted }));
    sheet.selection.go(block.top, block.left);
  }

  /** Move the rows of the block one up or down. */
  moveBy(by) {
    const { sheet } = this;
    const { rows, anchor, head } = sheet.selection;
    if (!rows.length || !sheet.mayMove) return;
    const all = sheet.model.rows;
    const first = all.indexOf(rows[0]);
    const target = first + by;
    if (target < 0 || target + rows.length > sheet.model.count) return;
    sheet.model.rows = moved(all, rows, target);
    sheet.reloadRows();
    sheet.selection.set({ ...anchor, row: anchor.row + by }, { ...head, row: head.row + by });
    sheet.selection.focus(anchor.row + by, anchor.column);
    sheet.selection.reveal({ row: target, column: anchor.column });
    sheet.queue.push(new Step(sheet.history.begin(), { moved: rows }));
  }

  /** Put the tasks of each objective together, as one step. */
  group() {
    const { sheet } = this;
    const { model } = sheet;
    const before = model.rows.filter((row) => !row.isBlank);
    const next = grouped(sheet, before);
    if (next.every((row, index) => row === before[index])) return;
    model.rows = [...next, ...(model.blank ? [model.blank] : [])];
    sheet.reloadRows();
    sheet.redraw(model.rows);
    sheet.queue.push(new Step(sheet.history.begin(), { moved: next }));
  }

  /** The grid has moved a row among those it shows: take that order over, with the empty row last. */
  dropped() {
    const { sheet, dragged } = this;
    if (!dragged) return;
    const order = [];
    sheet.api.forEachNode((node) => order.push(node.data));
    const blank = sheet.model.blank;
    const next = [...order.filter((row) => row !== blank), ...(blank ? [blank] : [])];
    const isSame = next.every((row, index) => row === sheet.model.rows[index]);
    sheet.model.rows = next;
    sheet.reloadRows();
    this.dragged = null;
    if (isSame) return;
    const index = next.indexOf(dragged);
    sheet.selection.go(index, sheet.selection.anchor?.column ?? 0);
    sheet.queue.push(new Step(sheet.history.begin(), { moved: [dragged] }));
  }
}

function moved(all, rows, target) {
  const taken = new Set(rows);
  const rest = all.filter((row) => !taken.has(row));
  return [...rest.slice(0, target), ...rows, ...rest.slice(target)];
}

