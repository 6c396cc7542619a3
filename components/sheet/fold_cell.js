// The cell of an objective or item: its name, and before the first of a group the sign that folds and unfolds it.

import { element } from './editors.js';
import { fill } from './format.js';
import { isRepeated } from './tasks.js';

export class FoldCell {
  init(params) {
    this.name = document.createTextNode('');
    this.gui = element('span', { class: 'sheet-foldable' }, this.name);
    this.refresh(params);
  }

  getGui() {
    return this.gui;
  }

  refresh(params) {
    const { sheet, declared, data, node } = params;
    this.params = params;
    this.name.data = params.value ?? '';
    const canFold = data.saved[declared.name] && !data.cells.has(declared.name) && !isRepeated(sheet, data, declared, node.rowIndex);
    if (!canFold) this.button?.remove();
    else this.offer(Boolean(data.isFold && data.level === declared.name));
    return true;
  }

  offer(isFolded) {
    const { texts } = this.params.sheet;
    this.button ??= this.makeButton();
    this.button.setAttribute('aria-expanded', String(!isFolded));
    this.button.setAttribute('aria-label', fill(isFolded ? texts.unfold : texts.fold, { name: this.name.data }));
    if (!this.button.isConnected) this.gui.prepend(this.button);
  }

  makeButton() {
    const made = element('button', { type: 'button', class: 'sheet-fold', tabindex: '-1' });
    made.addEventListener('click', () => this.params.sheet.folds.toggle(this.params.data, this.params.declared.name));
    // Two quick clicks fold and unfold; they do not open the cell.
    made.addEventListener('dblclick', (event) => event.stopPropagation());
    return made;
  }
}
