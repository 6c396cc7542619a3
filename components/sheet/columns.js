// Columns of the grid from the columns of the sheet.

import { isNumeric } from './format.js';
import { ComboEditor, DateEditor, NumberEditor, TextEditor } from './editors.js';
import { FoldCell } from './fold_cell.js';
import { widthOf } from './frame.js';
import { NameEditor, PeopleEditor } from './name_editors.js';
import { isGroupStart, isOverdue, isRepeated, isNamed, overdueText } from './tasks.js';

export const HANDLE = '_handle';

const EDITORS = {
  text: TextEditor,
  long_text: TextEditor,
  link: TextEditor,
  choice: ComboEditor,
  reference: ComboEditor,
  references: PeopleEditor,
  yes_no: ComboEditor,
  date: DateEditor,
};

export function columnDefs(sheet) {
  return [handleColumn(sheet), ...sheet.model.columns.map((column) => valueColumn(sheet, column))];
}

function handleColumn(sheet) {
  return {
    colId: HANDLE,
    headerName: '',
    headerTooltip: sheet.mayMove ? sheet.texts.rowNumber : undefined,
    width: 58,
    pinned: 'left',
    lockPosition: true,
    resizable: false,
    suppressNavigable: true,
    suppressMovable: true,
    cellClass: 'sheet-handle',
    rowDrag: (params) => sheet.mayMove && !params.node.rowPinned && !params.data?.isBlank,
    valueGetter: (params) => {
      if (params.node.rowPinned) return sheet.texts.total;
      return params.data.isBlank ? sheet.texts.newRowSign : String(sheet.folds.numberOf(params.data, params.node.rowIndex));
    },
  };
}

/** A cell that was not taken, told to assistive technology as such with the reason. */
class RefusedCell {
  init(params) {
    this.cell = params.eGridCell;
    this.gui = document.createElement('span');
    this.refresh(params);
  }

  getGui() {
    return this.gui;
  }

  refresh(params) {
    this.gui.textContent = params.value;
    this.cell.setAttribute('aria-invalid', 'true');
    this.cell.setAttribute('aria-description', params.reason);
    return true;
  }

  destroy() {
    this.cell.removeAttribute('aria-invalid');
    this.cell.removeAttribute('aria-description');
  }
}

const LONG_DATE = '2026-09-30';
const PADDING = 26;
const SIGN = 24;

/** Pixels below which a column is not narrowed. On a phone nothing fits anyway, so columns stay readable and scroll. */
function leastWidth(sheet, column, numeric, header) {
  if (column.kind === 'long_text') return 184;
  const words = Math.max(...header.split(' ').map((word) => widthOf(word, 600)));
  return Math.max(words + PADDING, column.kind === 'date' ? dateWidth(sheet, column) : cellWidth(column, numeric));
}

function dateWidth(sheet, column) {
  const date = sheet.format.show(column, LONG_DATE);
  const isTask = column.name === 'deadline' && sheet.model.byName.status;
  return PADDING + (isTask ? SIGN + widthOf(overdueText(sheet, date), 600) : widthOf(date));
}

function cellWidth(column, numeric) {
  if (parent.innerWidth < 600) return Math.min(column.width, 132);
  if (column.kind === 'choice') return Math.min(column.width, Math.max(...column.choices.map(([, label]) => widthOf(label))) + PADDING);
  return Math.min(column.width, numeric ? 104 : 96);
}

function valueColumn(sheet, column) {
  const { name } = column;
  const unit = column.kind === 'money' ? ` (${sheet.currency})` : column.kind === 'percent' ? ' (%)' : '';
  const header = column.label + unit;
  const numeric = isNumeric(column);
  const editor = isNamed(column) ? NameEditor : (EDITORS[column.kind] ?? NumberEditor);
  return {
    colId: name,
    headerName: header,
    headerTooltip: column.help || undefined,
    wrapHeaderText: true,
    autoHeaderHeight: true,
    flex: column.width,
    minWidth: leastWidth(sheet, column, numeric, header),
    maxWidth: numeric || column.kind === 'date' ? 240 : undefined,
    type: numeric ? 'rightAligned' : undefined,
    editable: (params) => sheet.mayEdit && !column.read_only && !params.node.rowPinned && !params.data.isFold,
    cellEditor: editor,
    cellEditorPopup: editor.isPopup === true,
    cellEditorPopupPosition: 'over',
    cellEditorParams: { sheet, declared: column },
    valueGetter: (params) => (params.node.rowPinned ? sheet.totals.show(column) : shown(sheet, params.data, column)),
    cellRendererSelector: (params) => {
      const reason = sheet.reason(params.data?.cells?.get(name));
      if (reason) return { component: RefusedCell, params: { reason } };
      return sheet.folds.isPossible && isNamed(column) ? { component: FoldCell, params: { sheet, declared: column } } : undefined;
    },
    tooltipValueGetter: (params) => sheet.tooltip(params.data, column, params.value),
    cellClassRules: {
      'sheet-numeric': () => numeric,
      'sheet-repeat': (params) => !params.node.rowPinned && isRepeated(sheet, params.data, column, params.rowIndex),
      'sheet-group': (params) => !params.node.rowPinned && isGroupStart(sheet, params.rowIndex),
      'sheet-overdue': (params) => !params.node.rowPinned && isOverdue(sheet, params.data, column),
      'sheet-folded': (params) => Boolean(params.data?.isFold),
      'sheet-waiting': (params) => params.data?.cells?.get(name)?.state === 'waiting',
      'sheet-refused': (params) => params.data?.cells?.get(name)?.state === 'refused',
      'sheet-conflict': (params) => params.data?.cells?.get(name)?.state === 'conflict',
      'sheet-range': (params) => sheet.selection.holds(params.rowIndex, name) && !params.node.rowPinned,
    },
  };
}

/** The cell's text; a deadline that has passed says so. */
function shown(sheet, row, column) {
  if (row.isFold) return sheet.folds.summary(row, column);
  const text = sheet.shown(row, column);
  return isOverdue(sheet, row, column) ? overdueText(sheet, text) : text;
}
