// What comes back: saved rows, refused cells, conflicts, and what others changed meanwhile.

import { fill } from './format.js';
import { Row } from './model.js';

export class Receiver {
  constructor(sheet) {
    this.sheet = sheet;
  }

  /** The answer to a step of the queue. */
  receive(step, answer) {
    const { sheet } = this;
    const { body } = answer;
    if (!Array.isArray(body?.rows)) return this.rejected(step, answer);
    if (body.change_set_id) {
      sheet.own.add(body.change_set_id);
      step.group.changeSets.push(body.change_set_id);
    }
    sheet.format.addNames(body.names);
    const isDoubled = this.takeKeys(step, body.keys);
    const isRestructured = this.takeRows(body) || isDoubled;
    this.settle(step, body);
    this.keptRows(body);
    if (isRestructured) sheet.reloadRows();
    sheet.redraw([...step.cells.map(({ row }) => row), ...step.added]);
    if (body.change_set_id) sheet.tellPage();
    return null;
  }

  /** Added rows get their ids; returns whether one of them was stored before and was therefore shown already. */
  takeKeys(step, keys) {
    const { model } = this.sheet;
    let isDoubled = false;
    for (const row of step.added) {
      const id = keys[row.key];
      if (id === undefined) continue;
      const shown = model.byId.get(id);
      if (shown && shown !== row) {
        model.replace(shown, row);
        isDoubled = true;
      }
      row.id = id;
      model.byId.set(id, row);
    }
    return isDoubled;
  }

  /** Take stored rows and their order; returns whether rows came or moved. */
  takeRows(body) {
    const { sheet } = this;
    const { model } = sheet;
    const isNew = [];
    for (const wire of body.rows) {
      const row = model.byId.get(wire.id);
      if (!row) isNew.push(new Row(wire));
      else if (wire.version >= row.version) row.store(wire);
    }
    if (isNew.length) model.insert(isNew, model.count);
    // Rows that are shown by date keep the place they were entered in until the sheet is opened again.
    const isMoved = body.order && sheet.isOrdered ? model.reorder(body.order) : false;
    return isMoved || isNew.length > 0;
  }

  /** Whether a row is new or holds other values than it did; one that was only moved is not. */
  isAltered(wire) {
    const { model } = this.sheet;
    const before = model.byId.get(wire.id)?.saved;
    return !before || model.columns.some(({ name }) => JSON.stringify(before[name]) !== JSON.stringify(wire[name]));
  }

  settle(step, body) {
    const { conflicts } = this.sheet;
    const at = (id, field) => `${id}:${field}`;
    const refused = new Map(body.errors.map((error) => [at(error.id, error.field), error.reason]));
    const other = new Map(body.conflicts.map((conflict) => [at(conflict.id, conflict.field), conflict]));
    for (const { row, field, cell } of step.cells) {
      const isCurrent = row.cells.get(field) === cell;
      const place = at(row.id, field);
      if (refused.has(place)) cell.reason = refused.get(place);
      else if (other.has(place)) {
        if (isCurrent) conflicts.ofCell(row, field, cell, other.get(place));
      } else if (isCurrent) row.cells.delete(field);
      else if (step.sent.has(cell) && row.cells.has(field)) row.cells.get(field).from = row.saved[field] ?? null;
    }
  }

  /** Rows that were to be deleted but that somebody changed meanwhile are shown again. */
  keptRows(body) {
    const { status, texts } = this.sheet;
    const kept = body.conflicts.find((conflict) => conflict.field === null);
    if (kept) status.fail(fill(texts.rowKept, { name: kept.theirs_by ?? texts.somebody }));
  }

  /** Nothing of the step was taken: what was entered stays, marked; rows come back. */
  rejected(step, answer) {
    const { sheet } = this;
    const reason = answer.detail || sheet.texts.notLoaded;
    for (const { row, field, cell } of step.cells) if (row.cells.get(field) === cell) cell.reason = reason;
    sheet.dropRows(step.added.filter((row) => row.id === null && !row.cells.size));
    sheet.putBack(step.deleted);
    sheet.redraw(step.cells.map(({ row }) => row));
    sheet.status.fail(reason);
    if (step.moved.length) sheet.queue.then(() => sheet.convergence.pull(), { isQuiet: true });
    return null;
  }

  /** What others did. A row with unsaved cells that somebody deleted stays visible, as a row of one's own to keep or drop. */
  merge(body, { isOwn = false } = {}) {
    const { sheet } = this;
    sheet.format.addNames(body.names);
    const altered = isOwn ? body.rows.filter((wire) => this.isAltered(wire)) : [];
    const isRestructured = this.takeRows(body);
    sheet.folds.keep(altered.map((wire) => sheet.model.byId.get(wire.id)));
    const gone = body.deleted.map((id) => sheet.model.byId.get(id)).filter(Boolean);
    const isInUse = (row) => row.cells.size > 0 || sheet.editor?.row === row;
    for (const row of gone.filter(isInUse)) {
      for (const cell of row.cells.values()) cell.reason ||= sheet.texts.rowDeleted;
      row.isGone = true;
    }
    const removed = gone.filter((row) => !isInUse(row));
    sheet.model.remove(removed);
    if (isRestructured || removed.length) sheet.reloadRows();
    sheet.redraw(body.rows.map((wire) => sheet.model.byId.get(wire.id)).filter(Boolean));
    sheet.tellPage();
  }
}
