// The rows of the sheet as stored, and over them the cells that are not saved yet.

let made = 0;

/** A cell on its way: what was entered, the value it started from, and why it was not taken. */
export class Pending {
  constructor(to, text, from, step) {
    this.to = to;
    this.text = text;
    this.from = from;
    this.step = step;
    this.reason = '';
    this.conflict = null;
  }

  get state() {
    return this.conflict ? 'conflict' : this.reason ? 'refused' : 'waiting';
  }
}

export class Row {
  /** `wire` is a row of the API; without it, the empty last row that becomes a new one when something is entered. */
  constructor(wire) {
    this.rowId = wire ? `r${wire.id}` : `n${++made}`;
    this.id = wire?.id ?? null;
    this.version = wire?.version ?? 0;
    this.saved = wire ?? {};
    this.cells = new Map();
    this.isBlank = !wire;
    this.isGone = false;
    this.key = this.rowId;
  }

  store(wire) {
    this.id = wire.id;
    this.version = wire.version;
    this.saved = wire;
    this.isBlank = false;
  }
}

export class Model {
  constructor(sheet, mayEdit) {
    this.columns = sheet.columns;
    this.byName = Object.fromEntries(sheet.columns.map((column) => [column.name, column]));
    this.mayEdit = mayEdit;
    this.byId = new Map();
    this.byRowId = new Map();
    this.rows = [];
    for (const wire of sheet.rows) this.adopt(new Row(wire));
    this.rows = [...this.byRowId.values()];
    if (mayEdit) this.addBlank();
  }

  adopt(row) {
    this.byRowId.set(row.rowId, row);
    if (row.id !== null) this.byId.set(row.id, row);
    return row;
  }

  addBlank() {
    const row = this.adopt(new Row(null));
    this.rows.push(row);
    return row;
  }

  get blank() {
    const last = this.rows.at(-1);
    return last?.isBlank ? last : null;
  }

  /** Rows with content, that is all but the empty last one. */
  get count() {
    return this.rows.length - (this.blank ? 1 : 0);
  }

  insert(rows, index) {
    for (const row of rows) this.adopt(row);
    if (index >= this.rows.length) for (const row of rows) this.rows.push(row);
    else this.rows = [...this.rows.slice(0, index), ...rows, ...this.rows.slice(index)];
  }

  remove(rows) {
    const gone = new Set(rows);
    for (const row of rows) {
      this.byRowId.delete(row.rowId);
      if (row.id !== null) this.byId.delete(row.id);
    }
    this.rows = this.rows.filter((row) => !gone.has(row));
  }

  /** Put a row that is shown further down in the place of another one, which goes. */
  replace(gone, row) {
    this.byRowId.delete(gone.rowId);
    this.rows = this.rows.filter((each) => each !== row).map((each) => (each === gone ? row : each));
  }

  /** Put the rows in the order of these ids; rows that are not stored yet stay behind the row they stand behind. */
  reorder(ids) {
    const followers = new Map();
    let before = null;
    for (const row of this.rows) {
      if (row.id === null) followers.set(before, [...(followers.get(before) ?? []), row]);
      else before = row;
    }
    const listed = ids.map((id) => this.byId.get(id)).filter(Boolean);
    const known = new Set(listed);
    const rest = this.rows.filter((row) => row.id !== null && !known.has(row));
    const ordered = [...(followers.get(null) ?? [])];
    for (const row of [...listed, ...rest]) ordered.push(row, ...(followers.get(row) ?? []));
    const blank = this.blank;
    const next = blank ? [...ordered.filter((row) => row !== blank), blank] : ordered;
    const isSame = next.length === this.rows.length && next.every((row, index) => row === this.rows[index]);
    this.rows = next;
    return !isSame;
  }

  /** Every cell that is not saved, with its row. */
  *pending() {
    for (const row of this.rows) for (const [field, cell] of row.cells) yield { row, field, cell };
  }
}
