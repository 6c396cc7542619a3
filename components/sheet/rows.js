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
    const [below] = sheet.folds.expand([sheet.rowAt(top)].filter(Boolean));
    sheet.addRows(added, below ? sheet.model.rows.indexOf(below) : top);
    sheet.queue.push(new Step(sheet.history.begin(), { added }));
    sheet.selection.go(top, left);
  }

  remove() {
    const { sheet } = this;
    const { block, rows } = sheet.selection;
    sheet.folds.tellPassed(sheet.selection.shown);
    if (!rows.length) return;
    const deleted = rows.map((row) => ({ row, index: sheet.model.rows.indexOf(row) }));
    sheet.dropRows(rows);
    sheet.queue.push(new Step(sheet.history.begin(), { deleted }));
    sheet.selection.go(block.top, block.left);
  }

  /** Move the rows of the block one up or down; what is folded is moved, and passed by, as a whole. */
  moveBy(by) {
    const { sheet } = this;
    const { shown: rows, anchor, head, block } = sheet.selection;
    if (!rows.length || !sheet.mayMove) return;
    const target = block.top + by;
    const all = sheet.folds.rows;
    if (target < 0 || target + rows.length > all.length - (sheet.model.blank ? 1 : 0)) return;
    const step = new Step(sheet.history.begin(), { moved: sheet.folds.expand(rows) });
    sheet.model.rows = sheet.folds.expand(moved(all, rows, target));
    sheet.reloadRows();
    sheet.selection.set({ ...anchor, row: anchor.row + by }, { ...head, row: head.row + by });
    sheet.selection.focus(anchor.row + by, anchor.column);
    sheet.selection.reveal({ row: target, column: anchor.column });
    sheet.queue.push(step);
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
    const before = sheet.folds.rows;
    const isSame = next.every((row, index) => row === before[index]);
    const step = { moved: sheet.folds.expand([dragged]) };
    sheet.model.rows = sheet.folds.expand(next);
    sheet.reloadRows();
    this.dragged = null;
    if (isSame) return;
    sheet.folds.goTo(step.moved[0]);
    sheet.queue.push(new Step(sheet.history.begin(), step));
  }
}

function moved(all, rows, target) {
  const taken = new Set(rows);
  const rest = all.filter((row) => !taken.has(row));
  return [...rest.slice(0, target), ...rows, ...rest.slice(target)];
}

