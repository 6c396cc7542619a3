// Blocks of cells as text, the way spreadsheets put them on the clipboard.

/** Rows of cells; a quoted cell may hold tabs, line breaks and doubled quotes. The last line break ends the block. */
export function parse(text) {
  const rows = [[]];
  let at = 0;
  const end = text.length;
  while (at < end) {
    const quoted = text[at] === '"' ? readQuoted(text, at) : null;
    let stop = quoted ? quoted.end : at;
    if (!quoted) while (stop < end && text[stop] !== '\t' && text[stop] !== '\n' && text[stop] !== '\r') stop++;
    rows.at(-1).push(quoted ? quoted.cell : text.slice(at, stop));
    if (stop >= end) break;
    if (text[stop] === '\t') {
      at = stop + 1;
      if (at >= end) rows.at(-1).push('');
      continue;
    }
    at = stop + (text[stop] === '\r' && text[stop + 1] === '\n' ? 2 : 1);
    if (at < end) rows.push([]);
  }
  return rows;
}

/** The cell that starts with a quote at `start`, or null where it is not closed before a tab, a line break or the end. */
function readQuoted(text, start) {
  const parts = [];
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return null;
    parts.push(text.slice(from, quote));
    if (text[quote + 1] === '"') {
      parts.push('"');
      from = quote + 2;
      continue;
    }
    const after = text[quote + 1];
    if (after !== undefined && after !== '\t' && after !== '\n' && after !== '\r') return null;
    return { cell: parts.join('').replaceAll('\r\n', '\n'), end: quote + 1 };
  }
}

export function format(rows) {
  return rows.map((row) => row.map(quote).join('\t')).join('\r\n');
}

function quote(cell) {
  return /["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
