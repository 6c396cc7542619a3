// The selected block of cells: from the focused cell to where it was extended by Shift and arrows or by the mouse.

import { HANDLE } from './columns.js';

export class Selection {
  constructor(sheet) {
    this.sheet = sheet;
    this.api = sheet.api;
    this.anchor = null;
    this.head = null;
    this.listeners = [];
    this.isDragging = false;
    this.api.addEventListener('cellFocused', (event) => this.focused(event));
    this.api.addEventListener('cellMouseDown', (event) => this.pressed(event));
    this.api.addEventListener('cellMouseOver', (event) => this.dragged(event));
    addEventListener('mouseup', () => (this.isDragging = false));
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

  focused({ rowIndex, column, rowPinned }) {
    const name = typeof column === 'string' ? column : column?.getColId();
    if (rowIndex === null || rowIndex === undefined || rowPinned || !name || name === HANDLE || this.keeps) return;
    if (this.isDragging && this.anchor) return;
    this.set({ row: rowIndex, column: this.columns.indexOf(name) });
  }

  set(anchor, head = anchor) {
    this.anchor = anchor;
    this.head = head;
    this.draw();
  }

  pressed({ rowIndex, column, event, rowPinned }) {
    if (rowPinned || event.button !== 0) return;
    const name = column.getColId();
    const last = this.columns.length - 1;
    if (name === HANDLE) {
      if (event.target.closest('.ag-drag-handle')) return;
      const start = event.shiftKey && this.anchor ? this.anchor.row : rowIndex;
      this.focus(start, 0);
      this.set({ row: start, column: 0 }, { row: rowIndex, column: last });
      this.isDragging = true;
      this.isByRow = true;
      return;
    }
    this.isByRow = false;
    const place = { row: rowIndex, column: this.columns.indexOf(name) };
    if (event.shiftKey && this.anchor) {
      this.focus(this.anchor.row, this.anchor.column);
      this.set(this.anchor, place);
    } else if (!this.sheet.editor) {
      this.set(place);
    }
    this.isDragging = !this.sheet.editor;
  }

  dragged({ rowIndex, column, event, rowPinned }) {
    if (!this.isDragging || !this.anchor || rowPinned || !(event.buttons & 1)) return;
    const place = this.isByRow ? this.columns.length - 1 : this.columns.indexOf(column.getColId());
    if (place < 0) return;
    this.head = { row: rowIndex, column: place };
    this.reveal(this.head);
    this.draw();
  }

  /** Focus a cell without letting go of the block. */
  focus(row, column) {
    this.keeps = true;
    this.api.setFocusedCell(row, this.columns[column]);
    setTimeout(() => (this.keeps = false));
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

  /** Model rows of the block, the empty last one left out. */
  get rows() {
    const block = this.block;
    if (!block) return [];
    const found = [];
    for (let index = block.top; index <= block.bottom; index++) {
      const row = this.api.getDisplayedRowAtIndex(index)?.data;
      if (row && !row.isBlank) found.push(row);
    }
    return found;
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
