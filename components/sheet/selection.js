// The selected block of cells: from the focused cell to where it was extended by Shift and arrows or by the mouse.

import { HANDLE } from './columns.js';

const FRAMES = 20;

export class Selection {
  constructor(sheet) {
    this.sheet = sheet;
    this.api = sheet.api;
    this.anchor = null;
    this.head = null;
    this.listeners = [];
    this.isDragging = false;
    // The page's own events: those of the grid arrive only after the next key may have come.
    document.addEventListener('mousedown', (event) => this.pressed(event), true);
    document.addEventListener('mouseover', (event) => this.dragged(event), true);
    document.addEventListener('focusin', (event) => this.focused(event), true);
    addEventListener('mouseup', () => (this.isDragging = false));
  }

  /** Row and column of a drawn cell, `column` -1 for the row's number; null for anything else. */
  placeOf(target) {
    const cell = target.closest?.('.ag-center-cols-container .ag-cell, .ag-pinned-left-cols-container .ag-cell');
    if (!cell) return null;
    return { row: Number(cell.parentElement.getAttribute('row-index')), column: this.columns.indexOf(cell.getAttribute('col-id')) };
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  /** Names of the columns, from left to right. */
  get columns() {
    return this.api
      .getAllDisplayedColumns()
      .map((column) => column.getColId())
      .filter((name) => name !== HANDLE);
  }

  get lastRow() {
    return this.api.getDisplayedRowCount() - 1;
  }

  /** The grid moved the focus by itself: that cell becomes the selection. */
  focused({ target }) {
    if (this.keeps || this.isDragging || !target.matches?.('.ag-cell')) return;
    const place = this.placeOf(target);
    if (place && place.column >= 0) this.set(place);
  }

  set(anchor, head = anchor) {
    this.anchor = anchor;
    this.head = head;
    this.draw();
  }

  pressed(event) {
    const place = this.placeOf(event.target);
    if (!place || event.button !== 0 || event.target.closest('input, textarea, .ag-drag-handle')) return;
    this.isByRow = place.column < 0;
    const end = { row: place.row, column: this.isByRow ? this.columns.length - 1 : place.column };
    const isExtending = event.shiftKey && this.anchor;
    if (this.isByRow) this.set({ row: isExtending ? this.anchor.row : place.row, column: 0 }, end);
    else this.set(isExtending ? this.anchor : place, end);
    this.isDragging = true;
    if (this.isByRow || isExtending) setTimeout(() => this.refocus());
  }

  dragged(event) {
    const place = this.isDragging && this.anchor && event.buttons & 1 ? this.placeOf(event.target) : null;
    if (!place || (place.column < 0 && !this.isByRow)) return;
    this.head = { row: place.row, column: this.isByRow ? this.columns.length - 1 : place.column };
    this.reveal(this.head);
    this.draw();
  }

  /** Focus a cell without letting go of the block; for some frames the focus is given again where it was lost. */
  focus(row, column, frames = FRAMES) {
    this.keeps = true;
    this.api.setFocusedCell(row, this.columns[column]);
    this.keeps = false;
    this.keepFocus(frames);
  }

  /** The rows at both ends of the block, to be followed when rows come, go or move. */
  rowsAtEnds() {
    if (!this.anchor) return null;
    const rows = [this.anchor, this.head].map(({ row }) => this.api.getDisplayedRowAtIndex(row)?.data);
    return { rows, isFocused: document.activeElement?.matches('.ag-cell') };
  }

  follow(selected, rows) {
    if (!selected) return;
    // A row that is gone leaves the selection where it was, as far as there are rows.
    const place = (row, before) => {
      const index = rows.indexOf(this.sheet.folds.standIn(row));
      return index >= 0 ? index : Math.max(0, Math.min(before, rows.length - 1));
    };
    const [anchor, head] = selected.rows;
    this.anchor = { ...this.anchor, row: place(anchor, this.anchor.row) };
    this.head = { ...this.head, row: place(head, this.head.row) };
    if (selected.isFocused && !this.sheet.editor) this.refocus();
  }

  /** Rows are drawn and removed some frames late, which may take the focus away. */
  keepFocus(frames) {
    cancelAnimationFrame(this.frame);
    if (!frames) return;
    this.frame = requestAnimationFrame(() => {
      const isLost = this.anchor && document.activeElement === document.body && document.hasFocus() && !this.sheet.editor;
      if (isLost) this.focus(this.anchor.row, this.anchor.column, frames - 1);
      else this.keepFocus(frames - 1);
    });
  }

  /** Give the focus back to the cell that had it. */
  refocus() {
    if (this.anchor) this.focus(this.anchor.row, this.anchor.column);
  }

  /** Go to one cell, which becomes the whole selection. */
  go(row, column) {
    const place = {
      row: Math.max(0, Math.min(row, this.lastRow)),
      column: Math.max(0, Math.min(column, this.columns.length - 1)),
    };
    this.reveal(place);
    this.focus(place.row, place.column);
    this.set(place);
  }

  extend(rows, columns) {
    if (!this.head) return;
    this.head = {
      row: Math.max(0, Math.min(this.head.row + rows, this.lastRow)),
      column: Math.max(0, Math.min(this.head.column + columns, this.columns.length - 1)),
    };
    this.reveal(this.head);
    this.draw();
  }

  all() {
    this.set({ row: 0, column: 0 }, { row: this.lastRow, column: this.columns.length - 1 });
  }

  reveal({ row, column }) {
    this.api.ensureIndexVisible(row);
    this.api.ensureColumnVisible(this.columns[column]);
  }

  /** First and last row and column of the block, or null where nothing is selected. */
  get block() {
    if (!this.anchor) return null;
    const { anchor, head } = this;
    return {
      top: Math.min(anchor.row, head.row),
      bottom: Math.min(Math.max(anchor.row, head.row), this.lastRow),
      left: Math.min(anchor.column, head.column),
      right: Math.max(anchor.column, head.column),
    };
  }

  get isSingle() {
    const block = this.block;
    return !block || (block.top === block.bottom && block.left === block.right);
  }

  holds(rowIndex, name) {
    const block = this.block;
    if (!block || this.isSingle) return false;
    const column = this.columns.indexOf(name);
    return rowIndex >= block.top && rowIndex <= block.bottom && column >= block.left && column <= block.right;
  }

  /** Rows of the block as they are shown, among them those that stand for folded ones; the empty last one is left out. */
  get shown() {
    const block = this.block;
    if (!block) return [];
    const found = [];
    for (let index = block.top; index <= block.bottom; index++) {
      const row = this.sheet.rowAt(index);
      if (row && !row.isBlank) found.push(row);
    }
    return found;
  }

  /** Model rows of the block. What is folded is none of them: nobody changes what cannot be seen. */
  get rows() {
    return this.shown.filter((row) => !row.isFold);
  }

  /** Mark the drawn cells; the class rules of the columns mark those that are drawn later. */
  draw() {
    const block = this.block;
    const columns = this.columns;
    const isSingle = this.isSingle;
    for (const cell of document.querySelectorAll('.ag-center-cols-container .ag-cell, .ag-pinned-left-cols-container .ag-cell')) {
      const row = Number(cell.parentElement.getAttribute('row-index'));
      const column = columns.indexOf(cell.getAttribute('col-id'));
      const isIn = block && row >= block.top && row <= block.bottom;
      const isSelected = Boolean(isIn && !isSingle && column >= block.left && column <= block.right);
      cell.classList.toggle('sheet-range', isSelected);
      if (column < 0) cell.classList.toggle('sheet-current', Boolean(isIn));
    }
    for (const listener of this.listeners) listener();
  }
}
