// Totals of the columns where a sum makes sense, in a row of their own below, and the sum of the selected block.

import { isNumeric } from './format.js';

/** Exact sums: decimal strings are added as whole numbers of the smallest unit. */
export function sum(values) {
  const PLACES = 4;
  let total = 0n;
  for (const value of values) {
    const [whole, fraction = ''] = String(value).replace('-', '').split('.');
    const units = BigInt(whole + fraction.padEnd(PLACES, '0').slice(0, PLACES));
    total += String(value).startsWith('-') ? -units : units;
  }
  const digits = (total < 0n ? -total : total).toString().padStart(PLACES + 1, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

export class Totals {
  constructor(sheet) {
    this.sheet = sheet;
    this.columns = sheet.model.columns.filter((column) => column.total);
    this.shown = {};
  }

  get isNeeded() {
    return this.columns.length > 0;
  }

  show(column) {
    return this.shown[column.name] ?? '';
  }

  /** Count again, at most once per frame. */
  refresh() {
    if (!this.isNeeded || this.isPlanned) return;
    this.isPlanned = true;
    requestAnimationFrame(() => {
      this.isPlanned = false;
      const { model, format, api } = this.sheet;
      for (const column of this.columns) {
        const values = model.rows.map((row) => row.saved[column.name]).filter((value) => value !== null && value !== undefined);
        this.shown[column.name] = values.length ? format.show(column, sum(values)) : '';
      }
      if (!api.getPinnedBottomRowCount()) api.setGridOption('pinnedBottomRowData', [{ rowId: 'total' }]);
      api.refreshCells({ rowNodes: [api.getPinnedBottomRow(0)], force: true });
    });
  }

  /** The sum of the numbers in the selected block, or null where there are fewer than two. */
  ofSelection() {
    const { selection, model } = this.sheet;
    const { block } = selection;
    if (!block || selection.isSingle) return null;
    const columns = selection.columns.slice(block.left, block.right + 1).map((name) => model.byName[name]);
    const numeric = columns.filter(isNumeric);
    if (!numeric.length || numeric.some((column) => column.kind !== numeric[0].kind || column.name === 'year')) return null;
    const values = [];
    for (const row of selection.rows) {
      for (const { name } of numeric) if (row.saved[name] !== null && row.saved[name] !== undefined) values.push(row.saved[name]);
    }
    return values.length > 1 ? this.sheet.format.show(numeric[0], sum(values)) : null;
  }
}
