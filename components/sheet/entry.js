// Entering values: from an editor, by pasting a block, by clearing or filling one. Each becomes steps of the save queue.

import { fill } from './format.js';
import { Pending, Row } from './model.js';
import { Step } from './queue.js';

const ROWS_PER_STEP = 500;

export class Entry {
  constructor(sheet) {
    this.sheet = sheet;
  }

  /** Enter values as one gesture: `[{row, field, to, text, from?}]`, rows together. `added` are new rows among them. */
  enter(entries, added = []) {
    const { sheet } = this;
    if (!entries.length && !added.length) return;
    const group = sheet.history.begin();
    sheet.folds.keep([...added, ...entries.map(({ row }) => row)]);
    const isNew = new Set(added);
    const steps = [];
    const rows = new Map();
    for (const row of added) rows.set(row, []);
    for (const entry of entries) {
      if (!rows.has(entry.row)) rows.set(entry.row, []);
      rows.get(entry.row).push(entry);
    }
    let step = null;
    let count = 0;
    for (const [row, cells] of rows) {
      if (count++ % ROWS_PER_STEP === 0) steps.push((step = new Step(group)));
      if (row.isBlank || isNew.has(row)) this.become(row, step);
      for (const entry of cells) this.put(entry, step, group);
    }
    this.ensureBlank();
    // On its way while the grid draws it.
    for (const each of steps) sheet.queue.push(each);
    sheet.redraw([...rows.keys()]);
  }

  put({ row, field, to, text, from }, step, group) {
    if (row.isGone) this.revive(row, step, group);
    const before = row.cells.get(field);
    const start = before ? before.from : from !== undefined ? from : (row.saved[field] ?? null);
    const cell = new Pending(to, text, start, step);
    row.cells.set(field, cell);
    step.cells.push({ row, field, cell });
    group.cells.push({ row, field, cell });
  }

  /** Somebody deleted this row, and this person goes on writing in it: it becomes a new row with everything it held. */
  revive(row, step, group) {
    const { model } = this.sheet;
    model.byId.delete(row.id);
    row.id = null;
    row.isGone = false;
    step.added.push(row);
    for (const column of model.columns) {
      const text = this.sheet.editText(row, column);
      const isStored = column.kind === 'reference' && !row.cells.has(column.name);
      const to = isStored ? (row.saved[column.name] ?? null) : text;
      row.cells.delete(column.name);
      if (text) this.put({ row, field: column.name, to, text, from: null }, step, group);
    }
    row.saved = {};
  }

  /** An empty last row, or one made for a paste, becomes a row to add. */
  become(row, step) {
    row.isBlank = false;
    step.added.push(row);
  }

  ensureBlank() {
    const { model, api, folds } = this.sheet;
    if (model.blank) return;
    const row = model.addBlank();
    if (folds.isActive) folds.shown.push(row);
    api.applyTransaction({ add: [row] });
  }

  /** Put a block of texts from the first cell of the selection on; one text fills the whole selection. */
  paste(block) {
    const { sheet } = this;
    const { model, selection, texts, folds } = sheet;
    const target = selection.block;
    const isOne = block.length === 1 && block[0].length === 1;
    const height = folds.rows.slice(target.top, target.bottom + 1).filter((row) => !row.isFold).length;
    if (isOne && !height) return folds.tellPassed(selection.shown);
    const texted = isOne ? Array.from({ length: height }, () => Array(target.right - target.left + 1).fill(block[0][0])) : block;
    const columns = selection.columns.slice(target.left).map((name) => model.byName[name]);
    const width = Math.max(...texted.map((row) => row.length));
    const { rows, passed } = this.rowsFrom(target.top, texted.length);
    const added = Array.from({ length: texted.length - rows.length }, () => new Row(null));
    const entries = [];
    [...rows, ...added].forEach((row, index) => {
      texted[index].slice(0, columns.length).forEach((text, place) => {
        const column = columns[place];
        if (!column.read_only && text !== sheet.editText(row, column)) entries.push({ row, field: column.name, to: text, text });
      });
    });
    if (added.length) {
      const blank = model.blank;
      const isBlankUsed = rows.includes(blank);
      model.insert(added, isBlankUsed ? model.rows.length : model.count);
      for (const row of added) row.isBlank = false;
      if (isBlankUsed) blank.isBlank = false;
      this.enter(entries, isBlankUsed ? [blank, ...added] : added);
      sheet.reloadRows();
    } else {
      this.enter(entries);
    }
    const [first, last] = [rows[0] ?? added[0], added.at(-1) ?? rows.at(-1)].map((row) => folds.rows.indexOf(row));
    selection.set({ row: first, column: target.left }, { row: last, column: target.left + Math.min(width, columns.length) - 1 });
    selection.refocus();
    folds.tellPassed(passed);
    if (width > columns.length) sheet.status.say(fill(texts.columnsLeftOut, { count: width - columns.length }));
    return null;
  }

  /** As many rows as are wanted from a place on, as far as there are; what is folded is passed over. */
  rowsFrom(top, count) {
    const all = this.sheet.folds.rows;
    const rows = [];
    const passed = [];
    for (let index = top; index < all.length && rows.length < count; index++) (all[index].isFold ? passed : rows).push(all[index]);
    return { rows, passed };
  }

  clear() {
    this.sheet.folds.tellPassed(this.sheet.selection.shown);
    this.enter(this.cells().filter(({ row, column }) => this.sheet.editText(row, column) !== '').map((cell) => ({ ...cell, to: '', text: '' })));
  }

  /** Give every row of the block the values of its first row. */
  fillDown() {
    const { sheet } = this;
    const [first] = sheet.selection.rows;
    sheet.folds.tellPassed(sheet.selection.shown);
    if (!first) return;
    const entries = this.cells()
      .filter(({ row, column }) => row !== first && sheet.editText(row, column) !== sheet.editText(first, column))
      .map(({ row, column, field }) => {
        const text = sheet.editText(first, column);
        const isPerson = column.kind === 'reference' && !first.cells.has(field);
        return { row, field, text, to: isPerson ? (first.saved[field] ?? null) : text };
      });
    this.enter(entries);
  }

  /** The cells of the selected block that can be changed, the empty last row left out. */
  cells() {
    const { selection, model } = this.sheet;
    const { block } = selection;
    if (!block) return [];
    const columns = selection.columns.slice(block.left, block.right + 1).map((name) => model.byName[name]);
    return selection.rows.flatMap((row) =>
      columns.filter((column) => !column.read_only).map((column) => ({ row, column, field: column.name })),
    );
  }
}
