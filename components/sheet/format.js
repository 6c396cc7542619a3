// Values as a person reads them, as an editor opens with, and as the clipboard carries them, in the language of the person.

const NUMERIC = new Set(['integer', 'number', 'money', 'percent']);

export const isNumeric = (column) => NUMERIC.has(column.kind);

/** The text with `{name}` places filled. */
export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

export class Format {
  constructor(language, names, texts) {
    this.locale = language === 'fr' ? 'fr-FR' : 'en-US';
    this.names = names;
    this.texts = texts;
    const digits = (least, most, useGrouping = true) =>
      new Intl.NumberFormat(this.locale, { minimumFractionDigits: least, maximumFractionDigits: most, useGrouping });
    this.shown = { money: digits(2, 2), percent: digits(0, 2), number: digits(0, 4), integer: digits(0, 0) };
    this.plain = digits(0, 4, false);
    this.date = new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeZone: 'UTC' });
  }

  /** The cell's text: grouped numbers, short dates, the word of a choice, the name of a person. */
  show(column, value) {
    if (value === null || value === undefined) return '';
    if (column.name === 'year') return String(value);
    if (isNumeric(column)) return this.shown[column.kind].format(value);
    if (column.kind === 'date') return this.date.format(new Date(`${value}T00:00:00Z`));
    return this.edit(column, value);
  }

  /** The text an editor opens with and the clipboard carries: it reads back as the same value. */
  edit(column, value) {
    if (value === null || value === undefined) return '';
    if (isNumeric(column)) return this.plain.format(value);
    if (column.kind === 'choice') return column.choices.find(([word]) => word === value)?.[1] ?? String(value);
    if (column.kind === 'reference') return this.names[column.name]?.[value] ?? String(value);
    if (column.kind === 'references') return value.map((each) => this.names[column.name]?.[each] ?? String(each)).join(', ');
    if (column.kind === 'yes_no') return value ? this.texts.yes : this.texts.no;
    return String(value);
  }

  addNames(names) {
    for (const [column, byId] of Object.entries(names ?? {})) Object.assign((this.names[column] ??= {}), byId);
  }
}
