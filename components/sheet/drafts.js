// What is not saved yet survives a reload, a sign-in, and leaving the page: it is kept in this browser tab and sent on the next visit.

import { Pending, Row } from './model.js';
import { Step } from './queue.js';

const KEEP_AFTER = 400;

export class Drafts {
  constructor(sheet) {
    this.sheet = sheet;
    this.name = `sheet ${sheet.config.staff_id} ${sheet.config.path}`;
    sheet.queue.onChange(() => this.plan());
    addEventListener('pagehide', () => this.leave());
    const warn = (event) => this.isNeeded && event.preventDefault();
    parent.addEventListener('beforeunload', warn);
    addEventListener('pagehide', () => parent.removeEventListener('beforeunload', warn));
  }

  get isNeeded() {
    return this.sheet.queue.isBusy || !this.sheet.model.pending().next().done;
  }

  plan() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), KEEP_AFTER);
  }

  keep() {
    const kept = this.isNeeded ? JSON.stringify(this.steps()) : null;
    try {
      if (kept) sessionStorage.setItem(this.name, kept);
      else sessionStorage.removeItem(this.name);
    } catch (error) {
      // A paste larger than the tab may keep is still sent; only its copy for a reload is missing.
      if (error.name !== 'QuotaExceededError') throw error;
    }
  }

  /** The page goes away: take what an open editor holds, send what is waiting, keep it all until it is known to be stored. */
  leave() {
    if (this.sheet.editor) this.sheet.commitEditor();
    this.keep();
    this.sheet.queue.sendLast();
  }

  /** Steps that wait, and as a last one the cells that were refused. */
  steps() {
    const { queue, model } = this.sheet;
    const waiting = queue.steps.filter((step) => !step.action).map((step) => this.wire(step, step.cells));
    const refused = [...model.pending()].filter(({ cell }) => cell.state !== 'waiting');
    return refused.length ? [...waiting, this.wire({ request: '', added: [], deleted: [] }, refused)] : waiting;
  }

  wire(step, cells) {
    const isCurrent = ({ row, field, cell }) => row.cells.get(field) === cell;
    return {
      request: step.request,
      added: step.added.filter((row) => row.id === null).map((row) => row.rowId),
      deleted: step.deleted.map(({ row }) => row.id).filter((id) => id !== null),
      cells: cells.filter(isCurrent).map(({ row, field, cell }) => ({
        row: row.id ?? row.rowId,
        field,
        to: cell.to,
        text: cell.text,
        from: cell.from,
      })),
    };
  }

  /** Put what the last visit left unsaved back into the sheet and send it. */
  restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.name) ?? '[]');
    if (!this.sheet.mayEdit || !kept.length) return;
    const made = new Map();
    for (const each of kept) this.restoreStep(each, made);
    this.sheet.reloadRows();
  }

  restoreStep({ request, added, deleted, cells }, made) {
    const { model, queue, history } = this.sheet;
    const group = history.begin();
    const rows = added.map((rowId) => {
      const row = new Row(null);
      row.isBlank = false;
      // The server knows the row by this key if it was stored after all.
      row.key = rowId;
      made.set(rowId, row);
      return row;
    });
    model.insert(rows, model.count);
    const removed = deleted.map((id) => model.byId.get(id)).filter(Boolean);
    const gone = removed.map((row) => ({ row, index: model.rows.indexOf(row) }));
    model.remove(removed);
    const step = new Step(group, { added: rows, deleted: gone });
    if (request) step.request = request;
    for (const { row: place, field, to, text, from } of cells) {
      const row = model.byId.get(place) ?? made.get(place);
      if (!row) continue;
      const cell = new Pending(to, text, from, step);
      row.cells.set(field, cell);
      step.cells.push({ row, field, cell });
      group.cells.push({ row, field, cell });
    }
    queue.push(step);
  }
}
