// A sheet of a plan as a spreadsheet: mounted by components/sheet_grid.py, filled by one fetch, saved as one types.

import { listenToClipboard } from './clipboard.js';
import { columnDefs } from './columns.js';
import { Conflicts } from './conflicts.js';
import { Convergence } from './convergence.js';
import { Drafts } from './drafts.js';
import { Entered, element } from './editors.js';
import { Entry } from './entry.js';
import { Folds } from './folds.js';
import { Format } from './format.js';
import { History } from './history.js';
import { Http } from './http.js';
import { listenToKeys } from './keyboard.js';
import { Model } from './model.js';
import { Options } from './options.js';
import { Queue } from './queue.js';
import { Receiver } from './receiver.js';
import { RowActions } from './rows.js';
import { Selection } from './selection.js';
import { Status } from './status.js';
import { Totals } from './totals.js';
import { ENTER_GRID } from '../page_keys.js';
import { Teller } from '../teller.js';
import { fillViewport, focusBefore, followTheme, setUpFrame, themed } from './frame.js';

const TELL_AFTER = 450;
const LONG_TEXT = 24;

export async function mount(api, config) {
  const sheet = new Sheet(api, config);
  await sheet.start();
  return sheet;
}

class Sheet {
  constructor(api, config) {
    this.api = api;
    this.config = config;
    this.texts = config.texts;
    this.name = config.sheet;
    this.http = new Http(config);
    this.own = new Set();
    this.teller = new Teller(() => api.dispatchEvent({ type: 'saved', detail: { sheet: this.name } }), TELL_AFTER);
    this.editor = null;
  }

  async start() {
    this.container = setUpFrame(this.config);
    const answer = await this.http.readSheet();
    if (answer.status !== 200) return this.showFailure(answer);
    const { body } = answer;
    this.currency = body.currency;
    this.mayEdit = body.may_edit && !this.config.read_only;
    this.isOrdered = this.config.is_ordered;
    this.mayMove = this.mayEdit && this.isOrdered;
    this.format = new Format(this.config.language, body.names, this.texts);
    this.model = new Model(body, this.mayEdit);
    this.folds = new Folds(this);
    this.queue = new Queue(this.http, this.model, this.texts, (step, sent) => this.receiver.receive(step, sent));
    this.receiver = new Receiver(this);
    this.options = new Options(this);
    this.entry = new Entry(this);
    this.history = new History(this);
    this.conflicts = new Conflicts(this);
    this.selection = new Selection(this);
    this.totals = new Totals(this);
    this.rowActions = new RowActions(this);
    this.status = new Status(this);
    themed().append(this.status.element);
    followTheme(this.api, this.container);
    this.api.addEventListener('cellEditRequest', (event) => this.edited(event));
    this.api.addEventListener('cellDoubleClicked', ({ data }) => data?.isFold && this.folds.toggle(data, data.level));
    this.api.updateGridOptions({ columnDefs: columnDefs(this), rowData: this.folds.rows });
    document.querySelector('[role=grid], [role=treegrid]')?.setAttribute('aria-label', body.label);
    this.queue.onChange(() => this.status.refresh());
    this.selection.onChange(() => this.focusMoved());
    listenToKeys(this, document);
    listenToClipboard(this);
    this.convergence = new Convergence(this, body.next);
    new Drafts(this).restore();
    this.totals.refresh();
    this.status.refresh();
    if (!this.config.height) fillViewport(this.container);
    addEventListener(ENTER_GRID, ({ detail }) => this.arrive(detail.isNew));
    if (this.name === 'task') this.showRow(new URLSearchParams(parent.location.search).get('task'));
    return null;
  }

  /** Go to the row that the address names. */
  showRow(id) {
    const row = id && this.model.byRowId.get(`r${id}`);
    if (!row) return;
    if (this.folds.standIn(row) !== row) this.folds.reveal(row);
    const node = this.api.getRowNode(row.rowId);
    const place = { row: node.rowIndex, column: Math.max(0, this.selection.columns.indexOf('action')) };
    this.api.ensureIndexVisible(place.row, 'middle');
    this.selection.set(place, place);
    window.focus();
    this.selection.refocus();
  }

  showFailure(answer) {
    const again = element('button', { type: 'button', class: 'sheet-button' }, this.texts.tryAgain);
    const line = element('div', { class: 'sheet-status', role: 'alert' }, answer.detail || this.texts.notLoaded, again);
    again.addEventListener('click', () => {
      line.remove();
      this.start();
    });
    themed().append(line);
  }

  // What cells show.

  shown(row, column) {
    const cell = row.cells.get(column.name);
    return cell ? cell.text : this.format.show(column, row.saved[column.name]);
  }

  /** The row that is shown at a place; nothing where there is none. */
  rowAt(index) {
    return this.api.getDisplayedRowAtIndex(index)?.data;
  }

  editText(row, column) {
    const cell = row.cells.get(column.name);
    return cell ? cell.text : this.format.edit(column, row.saved[column.name]);
  }

  /** Why a cell was not taken, or nothing. */
  reason(cell) {
    return cell?.reason || (cell?.conflict ? this.texts.conflictHere : '');
  }

  tooltip(row, column, value) {
    const reason = this.reason(row?.cells?.get(column.name));
    if (reason) return reason;
    return typeof value === 'string' && (value.length > LONG_TEXT || value.includes('\n')) ? value : null;
  }

  redraw(rows) {
    if (this.folds.isActive && this.folds.refresh()) this.reloadRows();
    const nodes = [...new Set(rows)].map((row) => this.api.getRowNode(row.rowId)).filter(Boolean);
    // A task may begin or end the group of its neighbours.
    const around = this.model.byName.objective_id ? {} : { rowNodes: nodes };
    if (nodes.length) this.api.refreshCells({ ...around, force: true });
    this.totals.refresh();
    this.focusMoved();
  }

  /** Show the rows as the model has them now; the selection stays with its rows, wherever they are by then. */
  reloadRows() {
    const selected = this.selection.rowsAtEnds();
    this.folds.refresh();
    this.api.setGridOption('rowData', this.folds.rows);
    this.selection.follow(selected, this.folds.rows);
    this.api.refreshCells({ columns: ['_handle'], force: true });
    this.selection.draw();
    this.totals.refresh();
  }

  focusMoved() {
    this.status.refresh();
    const { anchor } = this.selection;
    const row = anchor && this.rowAt(anchor.row);
    this.status.explain(this.reason(row?.cells.get(this.selection.columns[anchor.column])));
  }

  // Rows coming and going.

  addRows(rows, index) {
    this.model.insert(rows, index);
    this.reloadRows();
  }

  dropRows(rows) {
    if (!rows.length) return;
    this.model.remove(rows);
    this.reloadRows();
  }

  putBack(deleted) {
    if (!deleted.length) return;
    this.folds.keep(deleted.map(({ row }) => row));
    for (const { row, index } of deleted) this.model.insert([row], Math.min(index, this.model.count));
    this.reloadRows();
  }

  // The editor.

  editorOpened(editor) {
    this.editor = editor;
  }

  editorClosed(editor) {
    if (this.editor !== editor) return;
    this.editor = null;
    setTimeout(() => this.conflicts.show());
  }

  startEditor(key) {
    const { anchor, columns } = this.selection;
    if (!this.mayEdit || !anchor) return;
    if (this.rowAt(anchor.row)?.isFold) return this.status.say(this.texts.foldedRow);
    this.selection.set(anchor);
    this.api.startEditingCell({ rowIndex: anchor.row, colKey: columns[anchor.column], key });
    return null;
  }

  /** Take what the editor holds at once: the grid itself would tell it only after the next key may have come. */
  commitEditor() {
    const { editor } = this;
    const value = editor.getValue();
    // On its way before the grid puts the editor away.
    if (value instanceof Entered) this.enter(editor.row, editor.column.name, value);
    this.cancelEditor();
  }

  cancelEditor() {
    this.editor = null;
    this.api.stopEditing(true);
    this.selection.refocus();
    this.conflicts.show();
  }

  /** An editor was closed by leaving it with the mouse. */
  edited({ data, column, newValue }) {
    if (newValue instanceof Entered) this.enter(data, column.getColId(), newValue);
  }

  enter(row, field, { to, text, from }) {
    this.entry.enter([{ row, field, to, text, from }]);
  }

  /** After a conflict: let go of one's own value, or save it over the other one. */
  keepTheirs(row, field, cell) {
    if (row.cells.get(field) === cell) row.cells.delete(field);
    this.redraw([row]);
    this.queue.changed();
  }

  keepMine(row, field, cell) {
    row.cells.delete(field);
    this.entry.enter([{ row, field, to: cell.to, text: cell.text, from: cell.conflict.theirs }]);
  }

  // Moving about.

  move(rows, columns) {
    const { anchor } = this.selection;
    if (anchor) this.selection.go(anchor.row + rows, anchor.column + columns);
  }

  tab(by) {
    const { anchor, columns, lastRow } = this.selection;
    const place = anchor.row * columns.length + anchor.column + by;
    if (place < 0 || place >= (lastRow + 1) * columns.length) return this.leave(by < 0);
    return this.selection.go(Math.floor(place / columns.length), place % columns.length);
  }

  /** The focus comes from the page: to the cell where it was, or to the row where something new begins. */
  arrive(isNew) {
    const { anchor, lastRow } = this.selection;
    window.focus();
    if (isNew) this.selection.go(lastRow, 0);
    else this.selection.go(anchor?.row ?? 0, anchor?.column ?? 0);
  }

  /** Give the focus on: to the line under the grid, or to what stands before the grid. */
  leave(isBackwards) {
    if (isBackwards) focusBefore(window.frameElement);
    else this.status.element.querySelector('button:not([disabled]):not([hidden])')?.focus();
  }

  /** Let the page refresh what depends on this sheet. */
  tellPage() {
    this.teller.saved();
  }
}
