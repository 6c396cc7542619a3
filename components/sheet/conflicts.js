// Two people changed one cell: both values are shown and the person chooses.

import { element } from './editors.js';
import { fill } from './format.js';
import { themed } from './frame.js';

export class Conflicts {
  constructor(sheet) {
    this.sheet = sheet;
    this.waiting = [];
  }

  /** Ask about a cell whose stored value is another by now. */
  ofCell(row, field, cell, conflict) {
    cell.conflict = conflict;
    this.ask({ row, field, cell, conflict });
  }

  ask(question) {
    this.waiting.push(question);
    this.show();
  }

  /** Ask again about a cell that was left undecided; returns whether there is such a question. */
  reopen(row, field) {
    const cell = row.cells.get(field);
    if (!cell?.conflict || this.dialog) return false;
    this.ask({ row, field, cell, conflict: cell.conflict });
    return true;
  }

  show() {
    const question = this.waiting[0];
    // A dialog would take the focus from an open editor: it waits until that is closed.
    if (!question || this.dialog || this.sheet.editor) return;
    if (question.row.cells.get(question.field) !== question.cell) return this.next();
    const { texts, model, format } = this.sheet;
    const { row, field, cell, conflict } = question;
    const column = model.byName[field];
    const who = conflict.theirs_by ?? texts.somebody;
    const empty = texts.emptyValue;
    const choice = (label, value, action) => {
      const made = element('button', { type: 'button', class: 'sheet-choice' }, element('span', {}, label), element('strong', {}, value || empty));
      made.addEventListener('click', () => this.choose(action));
      return made;
    };
    const theirs = choice(fill(texts.keepTheirs, { name: who }), format.show(column, conflict.theirs), () => this.sheet.keepTheirs(row, field, cell));
    const mine = choice(texts.keepMine, cell.text, () => this.sheet.keepMine(row, field, cell));
    const title = fill(texts.conflictTitle, { column: column.label, row: model.rows.indexOf(row) + 1 });
    this.open(title, fill(texts.conflictText, { name: who }), [mine, theirs]);
  }

  open(title, text, buttons) {
    this.dialog = element(
      'dialog',
      { class: 'sheet-dialog', 'aria-label': title },
      element('h2', {}, title),
      element('p', {}, text),
      element('div', { class: 'sheet-choices' }, ...buttons),
    );
    this.dialog.addEventListener('close', () => this.closed());
    themed().append(this.dialog);
    this.dialog.showModal();
  }

  choose(action) {
    this.dialog.close();
    action();
  }

  closed() {
    this.dialog.remove();
    this.dialog = null;
    this.sheet.selection.refocus();
    this.next();
  }

  next() {
    this.waiting.shift();
    this.show();
  }
}
