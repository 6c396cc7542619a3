// Cell editors. Each is a class with getGui on its prototype: the grid would take a plain function for a React component.

/** What an editor hands over: `to` goes to the server, `text` stands in the cell until the answer, `from` was stored when it opened. */
export class Entered {
  constructor(to, text, from) {
    this.to = to;
    this.text = text;
    this.from = from;
  }

  toString() {
    return this.text;
  }
}

export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'class') made.className = value;
    else if (name in made && typeof value !== 'string') made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};

class Editor {
  init(params) {
    this.params = params;
    this.sheet = params.sheet;
    this.column = params.declared;
    this.row = params.data;
    this.start = this.sheet.editText(this.row, this.column);
    this.from = this.row.saved[this.column.name] ?? null;
    const key = params.eventKey;
    // Opened by typing: arrow keys leave the cell, as in a spreadsheet. Opened by F2 or a double click: they move the caret.
    this.isTyping = key === 'Backspace' || key === 'Dead' || (typeof key === 'string' && [...key].length === 1);
    this.initial = this.isTyping ? (key.length > 2 || key === 'Dead' ? '' : key) : this.start;
    this.build();
    this.sheet.editorOpened(this);
  }

  getGui() {
    return this.gui;
  }

  afterGuiAttached() {
    this.input.focus();
    if (!this.isTyping && this.selectsAll) this.input.select();
    else this.input.setSelectionRange?.(this.input.value.length, this.input.value.length);
  }

  getValue() {
    const text = this.input.value;
    return text === this.start ? this.params.value : new Entered(text, text, this.from);
  }

  destroy() {
    this.sheet.editorClosed(this);
  }

  label() {
    return this.column.label;
  }
}

export class NumberEditor extends Editor {
  selectsAll = true;

  build() {
    this.gui = this.input = element('input', {
      class: 'sheet-input sheet-numeric',
      'aria-label': this.label(),
      inputmode: 'decimal',
      autocomplete: 'off',
      value: this.initial,
    });
  }
}

export class DateEditor extends Editor {
  selectsAll = true;

  build() {
    this.input = element('input', { class: 'sheet-input', 'aria-label': this.label(), autocomplete: 'off', value: this.initial });
    this.input.placeholder = this.sheet.texts.dateExample;
    this.picker = element('input', { type: 'date', class: 'sheet-picker', tabindex: '-1', 'aria-hidden': 'true' });
    const button = element('button', { type: 'button', class: 'sheet-pick', tabindex: '-1', 'aria-label': this.sheet.texts.pickDate }, '▾');
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => this.pick());
    this.picker.addEventListener('change', () => {
      this.input.value = this.picker.value;
      this.input.focus();
    });
    this.gui = element('div', { class: 'sheet-date' }, this.input, button, this.picker);
  }

  pick() {
    this.picker.value = this.row.saved[this.column.name] ?? '';
    this.picker.showPicker?.();
  }
}

/** Text of any length, in a box over the cell that grows with it. */
export class TextEditor extends Editor {
  static isPopup = true;

  build() {
    const width = Math.max(this.params.eGridCell.offsetWidth, this.column.kind === 'long_text' ? 420 : 0);
    this.gui = this.input = element('textarea', {
      class: 'sheet-input sheet-text',
      'aria-label': this.label(),
      autocomplete: 'off',
      spellcheck: 'true',
      rows: 1,
    });
    this.input.value = this.initial;
    this.input.style.width = `${Math.min(width, innerWidth - 24)}px`;
    this.input.addEventListener('input', () => this.grow());
  }

  afterGuiAttached() {
    super.afterGuiAttached();
    this.grow();
  }

  grow() {
    const most = Math.round(innerHeight * 0.6);
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, most)}px`;
    const popup = this.input.closest('.ag-popup-editor');
    if (!popup) return;
    const over = popup.getBoundingClientRect().bottom - innerHeight + 8;
    if (over > 0) popup.style.top = `${Math.max(0, popup.offsetTop - over)}px`;
  }

  newLine() {
    this.input.setRangeText('\n', this.input.selectionStart, this.input.selectionEnd, 'end');
    this.grow();
  }
}

/** A choice or a person: what is typed narrows the list, arrows move in it. */
export class ComboEditor extends Editor {
  static isPopup = true;
  selectsAll = true;

  build() {
    this.options = [];
    this.asked = new Set();
    this.found = [];
    this.active = -1;
    this.input = element('input', {
      class: 'sheet-input',
      role: 'combobox',
      'aria-label': this.label(),
      'aria-expanded': 'true',
      'aria-autocomplete': 'list',
      'aria-controls': 'sheet-options',
      autocomplete: 'off',
      value: this.initial,
    });
    this.list = element('ul', { class: 'sheet-options', role: 'listbox', id: 'sheet-options', 'aria-label': this.label() });
    this.gui = element('div', { class: 'sheet-combo' }, this.input, this.list);
    const least = this.column.kind === 'reference' ? 320 : 180;
    this.gui.style.width = `${Math.min(Math.max(this.params.eGridCell.offsetWidth, least), innerWidth - 24)}px`;
    this.input.addEventListener('input', () => this.narrow(true));
    this.list.addEventListener('mousedown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => this.pick(event.target.closest('li')));
    this.isTouched = this.isTyping;
    this.load();
  }

  async load() {
    this.options = this.sheet.options.of(this.column);
    if (this.options) return this.narrow(this.isTyping);
    this.options = [];
    this.options = await this.sheet.options.load(this.column);
    this.narrow(this.isTouched);
  }

  narrow(isTouched) {
    this.isTouched = isTouched;
    const wanted = plain(this.input.value);
    const isWhole = !isTouched || !wanted;
    this.found = isWhole ? this.options : this.options.filter((option) => plain(`${option.label} ${option.detail ?? ''}`).includes(wanted));
    this.active = isTouched
      ? Math.max(0, this.found.findIndex((option) => plain(option.label).startsWith(wanted)))
      : this.found.findIndex((option) => option.label === this.start);
    if (isTouched && !wanted) this.active = -1;
    this.draw();
    this.ask(isTouched ? this.input.value.trim() : '');
  }

  /** Have the server find what is typed, where not everybody is offered already. */
  ask(typed) {
    if (!this.options.isPart || !typed || this.asked.has(typed)) return;
    clearTimeout(this.asking);
    this.asking = setTimeout(async () => {
      this.asked.add(typed);
      const known = new Set(this.options.map(({ value }) => value));
      const others = (await this.sheet.options.find(this.column, typed)).filter(({ value }) => !known.has(value));
      if (!others.length || !this.gui.isConnected) return;
      this.options = Object.assign([...this.options, ...others], { isPart: true });
      this.narrow(true);
    }, 150);
  }

  draw() {
    const shown = this.found.slice(0, 200).map((option, index) => {
      const item = element('li', { role: 'option', id: `sheet-option-${index}`, 'aria-selected': String(index === this.active) }, option.label);
      if (option.detail) item.append(element('span', { class: 'sheet-detail' }, option.detail));
      return item;
    });
    this.list.replaceChildren(...shown);
    this.list.hidden = !shown.length;
    this.input.setAttribute('aria-activedescendant', this.active >= 0 ? `sheet-option-${this.active}` : '');
    this.list.children[this.active]?.scrollIntoView({ block: 'nearest' });
  }

  move(by) {
    if (!this.found.length) return;
    this.isTouched = true;
    this.active = (this.active + by + this.found.length) % this.found.length;
    this.draw();
  }

  pick(item) {
    if (!item) return;
    this.active = [...this.list.children].indexOf(item);
    this.isTouched = true;
    this.sheet.commitEditor();
  }

  getValue() {
    if (!this.isTouched) return this.params.value;
    const text = this.input.value.trim();
    const option = this.found[this.active];
    if (option && (text || this.active >= 0)) {
      return option.label === this.start ? this.params.value : new Entered(option.value, option.label, this.from);
    }
    return text === this.start ? this.params.value : new Entered(text, text, this.from);
  }
}

export const plain = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
