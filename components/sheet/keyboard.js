// Keys, before the grid itself sees them: moving, extending, editing, rows, undo.

const PAGE = 15;

export function listenToKeys(sheet, root) {
  root.addEventListener('keydown', (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const isHandled = sheet.editor ? keyWhileEditing(sheet, event) : keyInGrid(sheet, event);
    if (!isHandled) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}

function keyWhileEditing(sheet, event) {
  const { editor } = sheet;
  const { key, shiftKey, altKey } = event;
  if (key === 'Escape') return done(sheet.cancelEditor());
  if (key === 'Enter') {
    if ((shiftKey || altKey) && editor.newLine) return done(editor.newLine());
    return done(sheet.commitEditor(), sheet.move(shiftKey ? -1 : 1, 0));
  }
  if (key === 'Tab') return done(sheet.commitEditor(), sheet.tab(shiftKey ? -1 : 1));
  if (editor.move && (key === 'ArrowDown' || key === 'ArrowUp')) return done(editor.move(key === 'ArrowDown' ? 1 : -1));
  if (editor.pick && editor.picker && altKey && key === 'ArrowDown') return done(editor.pick());
  if (key === 'F2') return done((editor.isTyping = false));
  const step = ARROWS[key];
  if (step && editor.isTyping && !shiftKey && !altKey && !event.ctrlKey && !event.metaKey) {
    return done(sheet.commitEditor(), sheet.move(...step));
  }
  return false;
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function keyInGrid(sheet, event) {
  if (event.target.closest?.('.sheet-status')) return forward(event);
  if (!event.target.closest?.('.ag-cell')) return false;
  const isCommand = event.ctrlKey || event.metaKey;
  const { selection } = sheet;
  if (!selection.anchor || event.target.closest('.ag-floating-bottom')) return false;
  if (event.key === 'Tab') return tab(sheet, event);
  // Shift alone comes before Shift+Tab.
  if (event.key !== 'Shift') sheet.leavesOnTab = event.key === 'Escape';
  if (event.key === 'Escape') return done(selection.set(selection.anchor));
  if (sheet.folds.isPossible && foldOrUnfold(sheet, event)) return true;
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    return done(sheet.rowActions.moveBy(event.key === 'ArrowUp' ? -1 : 1));
  }
  if (ARROWS[event.key]) return arrow(sheet, event, isCommand);
  if (isCommand) return command(sheet, event);
  if (event.altKey) return false;
  return navigate(sheet, event) || edit(sheet, event);
}

/** Alt with left and right folds and unfolds, with Shift everything; on a folded row, F2 and the space bar open it. */
function foldOrUnfold(sheet, { key, altKey, shiftKey }) {
  const { folds, selection } = sheet;
  if (altKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
    if (shiftKey) return done(folds.toggleAll(key === 'ArrowLeft'));
    return done(key === 'ArrowLeft' ? folds.foldHere() : folds.unfoldHere());
  }
  const isFolded = sheet.rowAt(selection.anchor.row)?.isFold;
  return isFolded && (key === 'F2' || key === ' ') ? done(folds.unfoldHere()) : false;
}

function tab(sheet, event) {
  if (sheet.leavesOnTab) {
    sheet.leavesOnTab = false;
    return done(sheet.leave(event.shiftKey));
  }
  return done(sheet.tab(event.shiftKey ? -1 : 1));
}

function arrow(sheet, event, isCommand) {
  const { selection } = sheet;
  const [rows, columns] = ARROWS[event.key];
  const far = isCommand ? Math.max(selection.lastRow + 1, selection.columns.length) : 1;
  if (event.shiftKey) return done(selection.extend(rows * far, columns * far));
  return done(sheet.move(rows * far, columns * far));
}

function navigate(sheet, event) {
  const { selection } = sheet;
  const { key, shiftKey } = event;
  const { row, column } = selection.anchor;
  if ((key === 'Enter' || key === 'F2') && sheet.conflicts.reopen(sheet.rowAt(row), selection.columns[column])) return true;
  if (key === 'Enter') return done(sheet.move(shiftKey ? -1 : 1, 0));
  if (key === 'PageDown' || key === 'PageUp') {
    const by = key === 'PageDown' ? PAGE : -PAGE;
    return done(shiftKey ? selection.extend(by, 0) : selection.go(row + by, column));
  }
  if (key === 'Home') return done(shiftKey ? selection.extend(0, -selection.columns.length) : selection.go(row, 0));
  if (key === 'End') return done(shiftKey ? selection.extend(0, selection.columns.length) : selection.go(row, selection.columns.length));
  return false;
}

function edit(sheet, event) {
  const { key } = event;
  if (key === 'F1') return done(sheet.status.toggleHelp());
  if (!sheet.mayEdit) return key === '?' ? done(sheet.status.toggleHelp()) : forward(event);
  if (key === 'Delete') return done(sheet.entry.clear());
  if (key === 'F2') return done(sheet.startEditor(null));
  // A dead key composes in the editor it opens, so it must still reach that.
  if (key === 'Dead' || key === 'Process') {
    sheet.startEditor('Dead');
    return false;
  }
  if (key === 'Backspace' || [...key].length === 1) return done(sheet.startEditor(key));
  return false;
}

/** Keys of the page, such as `/` and `n`, that mean nothing in a grid one cannot type into and in the line under it. */
function forward(event) {
  if (!/^[/gn1-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return false;
  const copy = new parent.KeyboardEvent('keydown', { key: event.key, code: event.code, bubbles: true });
  parent.document.body.dispatchEvent(copy);
  return true;
}

function command(sheet, event) {
  const { selection } = sheet;
  const key = event.key.toLowerCase();
  if (key === 'a') return done(selection.all());
  if (key === 'home') return done(event.shiftKey ? selection.extend(-selection.lastRow, -selection.columns.length) : selection.go(0, 0));
  if (key === 'end') {
    return done(event.shiftKey ? selection.extend(selection.lastRow, selection.columns.length) : selection.go(selection.lastRow, selection.columns.length));
  }
  if (key === '/') return done(sheet.status.toggleHelp());
  if (!sheet.mayEdit) return false;
  if (key === 'z') return done(event.shiftKey ? sheet.history.redo() : sheet.history.undo());
  if (key === 'y') return done(sheet.history.redo());
  if (key === '-') return done(sheet.rowActions.remove());
  if (key === '+') return done(sheet.rowActions.insert());
  if (key === 'd') return done(sheet.entry.fillDown());
  if (key === 'g' && sheet.model.byName.objective_id) return done(sheet.rowActions.group());
  return false;
}

const done = () => true;
