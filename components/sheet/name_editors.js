// Editors for names: of an objective or item, which may be new, and of several people at once.

import { ComboEditor, Entered, plain } from './editors.js';

/** Known names are offered; one is taken only where it is picked or written in full, so that a new one can begin like it. */
export class NameEditor extends ComboEditor {
  narrow(isTouched) {
    super.narrow(isTouched);
    if (!isTouched) return;
    const wanted = plain(this.input.value.trim());
    this.active = this.found.findIndex((option) => plain(option.label) === wanted);
    this.draw();
  }
}

/** People separated by commas; the last name typed narrows the list. */
export class PeopleEditor extends ComboEditor {
  get parts() {
    return this.input.value.split(/[,;]\s*/);
  }

  narrow(isTouched) {
    this.isTouched = isTouched;
    const wanted = plain(this.parts.at(-1).trim());
    this.found = isTouched && wanted ? this.options.filter((option) => plain(`${option.label} ${option.detail ?? ''}`).includes(wanted)) : this.options;
    this.active = isTouched && wanted ? this.found.findIndex((option) => plain(option.label).startsWith(wanted)) : -1;
    this.draw();
    this.ask(isTouched ? this.parts.at(-1).trim() : '');
  }

  /** Put the name that is marked in place of what was typed of it. */
  complete() {
    const option = this.found[this.active];
    if (option) this.input.value = [...this.parts.slice(0, -1), option.label].join(', ');
  }

  pick(item) {
    if (!item) return;
    this.active = [...this.list.children].indexOf(item);
    this.complete();
    this.input.value += ', ';
    this.input.focus();
    this.narrow(true);
  }

  getValue() {
    if (!this.isTouched) return this.params.value;
    this.complete();
    const text = this.input.value.replace(/[,;\s]+$/, '');
    return text === this.start ? this.params.value : new Entered(text, text, this.from);
  }
}
