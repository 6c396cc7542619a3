// Folding: the tasks of an objective or item that stand together are shown as one row, which says how many they are.
// What is folded is remembered in this browser, for this person and this plan.

import { counted } from '../plans/dom.js';
import { isLate } from './tasks.js';

const LEVELS = ['objective_id', 'item_id'];

/** The row that stands for folded tasks. Nothing can be entered in it. */
export class FoldRow {
  constructor(level, rowId) {
    this.level = level;
    this.rowId = rowId;
    this.id = null;
    this.cells = new Map();
    this.isBlank = false;
    this.isFold = true;
    this.take([]);
  }

  take(hidden) {
    this.hidden = hidden;
    const [first] = hidden;
    const isObjective = this.level === 'objective_id';
    this.saved = first ? { objective_id: first.saved.objective_id, item_id: isObjective ? null : first.saved.item_id } : {};
  }
}

export class Folds {
  constructor(sheet) {
    this.sheet = sheet;
    const { byName } = sheet.model;
    this.isPossible = LEVELS.every((level) => byName[level]);
    this.store = `folded ${sheet.config.staff_id} ${sheet.config.path}`;
    const kept = this.isPossible ? JSON.parse(localStorage.getItem(this.store) ?? '{}') : {};
    this.folded = Object.fromEntries(LEVELS.map((level) => [level, new Set(kept[level] ?? [])]));
    // Rows this person entered something in after their group was folded.
    this.kept = new Set();
    this.made = new Map();
    this.refresh();
  }

  get isActive() {
    return this.isPossible && LEVELS.some((level) => this.folded[level].size);
  }

  /** What the grid shows: the rows of the model, or those with one row in the place of each stretch of folded ones. */
  get rows() {
    return this.isActive ? this.shown : this.sheet.model.rows;
  }

  /** Work out anew what is shown; returns whether that is something else than before. */
  refresh() {
    const before = this.shown;
    if (!this.isActive) {
      this.shown = null;
      return Boolean(before);
    }
    const shown = [];
    const times = new Map();
    this.numbers = new Map();
    let open = null;
    for (const [index, row] of this.sheet.model.rows.entries()) {
      const level = this.levelOf(row);
      const key = level && `${level} ${row.saved[level]}`;
      if (key && key === open?.key) open.hidden.push(row);
      else {
        open = key ? { key, level, hidden: [row], nth: times.get(key) ?? 0 } : null;
        if (open) times.set(key, open.nth + 1);
        shown.push(open ?? row);
        this.numbers.set(row, index + 1);
      }
    }
    this.shown = shown.map((each) => (each.key && each.hidden ? this.rowOf(each) : each));
    return before?.length !== this.shown.length || this.shown.some((row, index) => row !== before[index]);
  }

  /** The row that stands for a stretch of folded tasks: the same one each time, so that the grid keeps what it has drawn. */
  rowOf({ key, level, hidden, nth }) {
    const rowId = `fold ${key} ${nth}`;
    if (!this.made.has(rowId)) this.made.set(rowId, new FoldRow(level, rowId));
    const row = this.made.get(rowId);
    row.take(hidden);
    return row;
  }

  /** By which level a row is folded away, or null. What is not saved and what was just entered stays visible. */
  levelOf(row) {
    if (row.isBlank || row.cells.size || this.kept.has(row) || this.sheet.editor?.row === row) return null;
    return LEVELS.find((level) => this.folded[level].has(row.saved[level])) ?? null;
  }

  /** These rows stay visible until their group is folded again. */
  keep(rows) {
    if (this.isPossible) for (const row of rows) this.kept.add(row);
  }

  /** Open what hides a row. */
  reveal(row) {
    for (const level of LEVELS) this.folded[level].delete(row.saved[level]);
    this.changed();
  }

  numberOf(row, rowIndex) {
    return (this.isActive && this.numbers.get(row.isFold ? row.hidden[0] : row)) || rowIndex + 1;
  }

  /** The row itself, or the one that stands for it. */
  standIn(row) {
    return (this.isActive && this.shown.find((each) => each.isFold && each.hidden.includes(row))) || row;
  }

  /** Rows with those that are folded in the place of the row that stands for them. */
  expand(rows) {
    return rows.flatMap((row) => (row.isFold ? row.hidden : [row]));
  }

  get hiddenCount() {
    return this.isActive ? this.countIn(this.shown) : 0;
  }

  countIn(rows) {
    return rows.reduce((total, row) => total + (row?.isFold ? row.hidden.length : 0), 0);
  }

  // Folding and unfolding.

  /** Fold the item, or the objective, of the focused row. */
  foldHere() {
    const { selection } = this.sheet;
    const row = selection.anchor && this.sheet.rowAt(selection.anchor.row);
    if (!row || row.isBlank) return;
    const isItem = !row.isFold && row.saved.item_id && selection.columns[selection.anchor.column] !== 'objective_id';
    const level = isItem ? 'item_id' : 'objective_id';
    if (!row.saved[level]) this.sheet.status.say(this.sheet.texts.noGroup);
    else if (!(row.isFold && row.level === level)) this.toggle(row, level);
  }

  /** Unfold the focused row. */
  unfoldHere() {
    const { selection } = this.sheet;
    const row = selection.anchor && this.sheet.rowAt(selection.anchor.row);
    if (row?.isFold) this.toggle(row, row.level);
  }

  /** Fold the group of a row, or unfold it, and go to the row that stands for it or to its first task. */
  toggle(row, level) {
    const group = row.saved[level];
    const isFolding = !(row.isFold && row.level === level);
    const [task] = row.isFold ? row.hidden : [row];
    if (isFolding) {
      this.folded[level].add(group);
      for (const each of this.kept) if (each.saved[level] === group) this.kept.delete(each);
    } else {
      this.folded[level].delete(group);
    }
    this.changed();
    this.goTo(task);
  }

  /** Fold all objectives, or unfold everything. */
  toggleAll(isFolding) {
    const { anchor } = this.sheet.selection;
    const row = anchor && this.sheet.rowAt(anchor.row);
    for (const level of LEVELS) this.folded[level].clear();
    this.kept.clear();
    if (isFolding) for (const each of this.sheet.model.rows) if (each.saved.objective_id) this.folded.objective_id.add(each.saved.objective_id);
    this.changed();
    if (row) this.goTo(row.isFold ? row.hidden[0] : row);
  }

  goTo(row) {
    const { selection } = this.sheet;
    const index = this.rows.indexOf(this.standIn(row));
    if (index >= 0) selection.go(index, selection.anchor?.column ?? 0);
  }

  /** Show what is folded now, and remember it. */
  changed() {
    this.sheet.reloadRows();
    this.sheet.redraw(this.rows);
    const there = new Set(this.sheet.model.rows.flatMap((row) => LEVELS.map((level) => `${level} ${row.saved[level]}`)));
    const kept = Object.fromEntries(LEVELS.map((level) => [level, [...this.folded[level]].filter((id) => there.has(`${level} ${id}`))]));
    if (LEVELS.some((level) => kept[level].length)) localStorage.setItem(this.store, JSON.stringify(kept));
    else localStorage.removeItem(this.store);
  }

  // What is said about it.

  /** What a row that stands for folded tasks shows beside their names: how many, how many of them late, how many done. */
  summary(row, column) {
    const { texts, config } = this.sheet;
    const { hidden } = row;
    const say = (sentences, count) => (count ? counted(sentences, count, config.language) : '');
    if (column.name === 'action') return say(texts.tasks, hidden.length);
    if (column.name === 'deadline') return say(texts.overdueMany, hidden.filter((each) => isLate(this.sheet, each)).length);
    if (column.name === 'status') return say(texts.completeMany, hidden.filter((each) => each.saved.status === 'Complete').length);
    return LEVELS.includes(column.name) ? this.sheet.shown(row, column) : '';
  }

  /** Say that folded tasks among these rows were left as they are. */
  tellPassed(rows) {
    const count = this.countIn(rows);
    if (count) this.sheet.status.say(counted(this.sheet.texts.foldedLeft, count, this.sheet.config.language));
  }
}
