// What is particular to the grid of tasks: names of objectives and items, groups, deadlines that have passed.

const NAMED = new Set(['objective', 'item', 'template_objective', 'template_item']);

/** Whether the cells of a column name an objective or item, which a new name makes. */
export const isNamed = (column) => column.kind === 'reference' && NAMED.has(column.refers_to);

/** Whether a cell names the same objective (and item) as the row above it, so that rows read as groups. */
export function isRepeated(sheet, row, column, rowIndex) {
  if (!isNamed(column) || !row || row.isBlank) return false;
  const above = sheet.rowAt(rowIndex - 1);
  if (!above) return false;
  const same = (name) => sheet.shown(row, sheet.model.byName[name]) === sheet.shown(above, sheet.model.byName[name]);
  return sheet.shown(row, column) !== '' && same('objective_id') && (column.name === 'objective_id' || same('item_id'));
}

/** Whether this is the deadline of an open task and lies before today. */
export function isOverdue(sheet, row, column) {
  if (column.name !== 'deadline' || !row?.saved || row.cells.has('deadline')) return false;
  return row.isFold ? row.hidden.some((each) => isLate(sheet, each)) : isLate(sheet, row);
}

/** Whether a task is open though its deadline lies before today. */
export function isLate(sheet, { saved: { deadline, status } }) {
  return Boolean(deadline) && status !== 'Complete' && deadline < sheet.config.today;
}

/** What the cell of a deadline says once it has passed. */
export const overdueText = (sheet, date) => `${date} · ${sheet.texts.overdue}`;

/** Whether a row of tasks begins another objective than the row above it has. */
export function isGroupStart(sheet, rowIndex) {
  const column = sheet.model.byName.objective_id;
  const [above, row] = [sheet.rowAt(rowIndex - 1), sheet.rowAt(rowIndex)];
  return Boolean(column && above && row && !row.isBlank) && sheet.shown(above, column) !== sheet.shown(row, column);
}

/** The rows with those of each objective, and within it of each item, together; both in the order in which they first come. */
export function grouped(sheet, rows) {
  const { objective_id: objective, item_id: item } = sheet.model.byName;
  const groups = new Map();
  for (const row of rows) {
    const items = into(groups, sheet.shown(row, objective), () => new Map());
    into(items, sheet.shown(row, item), () => []).push(row);
  }
  return [...groups.values()].flatMap((items) => [...items.values()].flat());
}

function into(map, key, make) {
  if (!map.has(key)) map.set(key, make());
  return map.get(key);
}
