// Copy, cut and paste of blocks, by the clipboard's events: reading the clipboard otherwise is refused inside a frame.

import { format, parse } from './tsv.js';

export function listenToClipboard(sheet) {
  document.addEventListener('copy', (event) => copy(sheet, event));
  document.addEventListener('cut', (event) => {
    if (copy(sheet, event) && sheet.mayEdit) sheet.entry.clear();
  });
  document.addEventListener('paste', (event) => {
    if (isElsewhere(sheet, event) || !sheet.mayEdit || !sheet.selection.block) return;
    event.preventDefault();
    const text = event.clipboardData.getData('text/plain');
    if (text) sheet.entry.paste(parse(text));
  });
}

const isElsewhere = (sheet, event) => sheet.editor || event.target.closest?.('input, textarea, dialog');

function copy(sheet, event) {
  if (isElsewhere(sheet, event) || !sheet.selection.block) return false;
  const { top, bottom, left, right } = sheet.selection.block;
  const columns = sheet.selection.columns.slice(left, right + 1).map((name) => sheet.model.byName[name]);
  const rows = [];
  for (let index = top; index <= bottom; index++) {
    const row = sheet.api.getDisplayedRowAtIndex(index)?.data;
    if (row && !row.isFold && !(row.isBlank && index > top)) rows.push(columns.map((column) => sheet.editText(row, column)));
  }
  sheet.folds.tellPassed(sheet.selection.shown);
  event.preventDefault();
  if (rows.length) event.clipboardData.setData('text/plain', format(rows));
  return rows.length > 0;
}
