// What a cell can be chosen from: the words of a choice, and people, who are asked for once in a while.

import { PEOPLE_AT_ONCE } from './http.js';

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
    const found = await this.find(column, '');
    // Where there are more, the server finds what is typed.
    found.isPart = found.length >= PEOPLE_AT_ONCE;
    this.people[column.name] = found;
    setTimeout(() => delete this.people[column.name], KEPT_FOR);
    return found;
  }

  /** People of this column whose name or detail holds what was typed. */
  async find(column, typed) {
    const { http, format } = this.sheet;
    const answer = await http.readPeople(column.name, typed);
    if (answer.status !== 200) return [];
    const found = answer.body.items.map(({ id, name, detail }) => ({ value: id, label: name, detail }));
    format.addNames({ [column.name]: Object.fromEntries(found.map(({ value, label }) => [value, label])) });
    return found;
  }
}
