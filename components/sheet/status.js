// The line under the grid: whether everything is saved, what is wrong with the focused cell, rows, and what can be done.

import { element } from './editors.js';
import { fill } from './format.js';
import { themed } from './frame.js';

const SHOWN_FOR = 8_000;

export class Status {
  constructor(sheet) {
    this.sheet = sheet;
    this.texts = sheet.texts;
    this.state = element('span', { class: 'sheet-state', role: 'status' });
    this.message = element('span', { class: 'sheet-message', role: 'status' });
    this.retry = this.button(this.texts.tryAgain, () => sheet.queue.retry());
    this.count = element('span', { class: 'sheet-count' });
    this.element = element('div', { class: 'sheet-status' }, this.state, this.retry, this.message, element('span', { class: 'sheet-space' }));
    if (sheet.folds.isPossible) this.element.append(...this.foldActions());
    if (sheet.mayEdit) this.element.append(...this.actions());
    this.element.append(this.count, this.button('?', () => this.toggleHelp(), this.texts.keys));
    this.retry.hidden = true;
    this.retry.classList.add('sheet-words');
    this.help = help(this.texts);
    themed().append(this.help);
  }

  actions() {
    const { sheet, texts } = this;
    this.undo = this.button('↶', () => sheet.history.undo(), texts.undo);
    this.redo = this.button('↷', () => sheet.history.redo(), texts.redo);
    const group = sheet.model.byName.objective_id ? [this.button('≡', () => sheet.rowActions.group(), texts.group)] : [];
    return [
      ...group,
      this.undo,
      this.redo,
      this.button('+', () => sheet.rowActions.insert(), texts.insertRow),
      this.button('−', () => sheet.rowActions.remove(), texts.deleteRow),
    ];
  }

  foldActions() {
    const { folds } = this.sheet;
    return [
      this.button('⊟', () => folds.toggleAll(true), this.texts.foldAll),
      this.button('⊞', () => folds.toggleAll(false), this.texts.unfoldAll),
    ];
  }

  button(sign, action, name) {
    const made = element('button', { type: 'button', class: 'sheet-button' }, sign);
    if (name) {
      made.setAttribute('aria-label', name);
      made.title = name;
    }
    // The focused cell stays where it is.
    made.addEventListener('mousedown', (event) => event.preventDefault());
    made.addEventListener('click', action);
    return made;
  }

  say(text) {
    this.message.textContent = text;
    this.message.classList.remove('sheet-bad');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.message.textContent = ''), SHOWN_FOR);
  }

  fail(text) {
    clearTimeout(this.timer);
    this.message.textContent = text;
    this.message.classList.add('sheet-bad');
  }

  /** The reason of the focused cell, or nothing. */
  explain(reason) {
    if (reason) return this.fail(reason);
    if (this.message.classList.contains('sheet-bad')) this.say('');
  }

  refresh() {
    const { queue, model, selection, totals, history } = this.sheet;
    let unsaved = 0;
    let refused = 0;
    for (const { cell } of model.pending()) {
      unsaved++;
      if (cell.state !== 'waiting') refused++;
    }
    const [name, text] = queue.trouble
      ? ['trouble', `${fill(this.texts.notSaved, { count: Math.max(1, unsaved) })} – ${queue.trouble}`]
      : queue.isBusy
        ? ['saving', unsaved > 200 ? fill(this.texts.savingMany, { count: unsaved }) : this.texts.saving]
        : refused
          ? ['trouble', fill(this.texts.notSaved, { count: refused })]
          : ['saved', this.sheet.mayEdit ? this.texts.saved : this.texts.readOnly];
    this.state.dataset.state = name;
    if (this.state.textContent !== text) this.state.textContent = text;
    this.retry.hidden = !queue.trouble;
    const sum = totals.ofSelection();
    const { block } = selection;
    const size = block && !selection.isSingle ? `${block.bottom - block.top + 1} × ${block.right - block.left + 1}` : '';
    const folded = this.sheet.folds.hiddenCount;
    const parts = [folded && fill(this.texts.folded, { count: this.sheet.format.shown.integer.format(folded) }), sum && fill(this.texts.sum, { sum }), size, fill(this.texts.rows, { count: this.sheet.format.shown.integer.format(model.count) })];
    this.count.textContent = parts.filter(Boolean).join('  ·  ');
    if (this.undo) {
      this.undo.disabled = !history.done.length;
      this.redo.disabled = !history.undone.length;
    }
  }

  toggleHelp() {
    if (this.help.open) this.help.close();
    else this.help.showModal();
  }
}

function help(texts) {
  const list = element('dl', {});
  for (const [keys, meaning] of texts.help) list.append(element('dt', {}, keys), element('dd', {}, meaning));
  const close = element('button', { type: 'button', class: 'sheet-button' }, texts.close);
  const made = element('dialog', { class: 'sheet-dialog', 'aria-label': texts.keys }, element('h2', {}, texts.keys), list, close);
  close.addEventListener('click', () => made.close());
  return made;
}
