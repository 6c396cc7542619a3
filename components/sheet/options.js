// What a cell can be chosen from: the words of a choice, and people, who are asked for once in a while.

const KEPT_FOR = 60_000;

export class Options {
  constructor(sheet) {
    this.sheet = sheet;
    this.people = {};
  }

  /** `[{value, label, detail?}]`, or nothing where they have to be loaded first. */
  of(column) {
    const { texts } = this.sheet;
    if (column.kind === 'choice') return column.choices.map(([value, label]) => ({ value, label }));
    if (column.kind === 'yes_no') return [true, false].map((value) => ({ value, label: value ? texts.yes : texts.no }));
    return this.people[column.name];
  }

  async load(column) {
    const { http, format } = this.sheet;
    const answer = await http.readPeople(column.name, '');
    if (answer.status !== 200) return [];
    const found = answer.body.items.map(({ id, name, detail }) => ({ value: id, label: name, detail }));
    format.addNames({ [column.name]: Object.fromEntries(found.map(({ value, label }) => [value, label])) });
    this.people[column.name] = found;
    setTimeout(() => delete this.people[column.name], KEPT_FOR);
    return found;
  }
}
