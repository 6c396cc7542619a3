"""What becomes of every row of a plan's workbook: counts to choose from, then the rows with old and new values or the reason."""

from __future__ import annotations

import html

import streamlit as st

from components.actions import fragment
from pages.imports.rows import changed, chip, rows_line, rows_table, short, told
from services.language import current_language
from services.language import translate as _
from services.values import show_count
from services.workbooks.report import Report, ReportRow, RowOutcome, row_outcome_label

PER_PAGE = 100
ALL = ""
GLYPHS = {
    RowOutcome.REFUSED: ("error", "red"),
    RowOutcome.CONFLICT: ("sync_problem", "orange"),
    RowOutcome.ADDED: ("add_circle", "green"),
    RowOutcome.CHANGED: ("edit", ""),
    RowOutcome.MOVED: ("swap_vert", ""),
    RowOutcome.DELETED: ("delete", "red"),
    RowOutcome.MISSING: ("help", ""),
}


@fragment()
def report_rows(report: Report, *, key: str) -> None:
    """Every row but the unchanged ones, or those of one outcome, a page at a time."""
    language, counts = current_language.get(), report.counts
    if report.unchanged:
        st.caption(f"{row_outcome_label(RowOutcome.UNCHANGED)} {show_count(report.unchanged, language)}")
    if not report.rows:
        return
    words = {ALL: f"{_('All rows')} {show_count(len(report.rows), language)}"}
    words |= {str(each): f"{row_outcome_label(each)} {show_count(counts[each], language)}" for each in GLYPHS if counts[each]}
    chosen = st.segmented_control(
        _("Rows"), words, default=ALL, format_func=words.__getitem__, required=True, key=f"imports.workbook.outcome.{key}"
    )
    rows = [row for row in report.rows if row.outcome == chosen] if chosen else report.rows
    page = 0
    if len(rows) > PER_PAGE:
        last = (len(rows) - 1) // PER_PAGE
        number = st.number_input(_("Page of {pages}", pages=last + 1), 1, last + 1, key=f"imports.workbook.page.{key}.{chosen}", width=140)
        page = int(number) - 1
    lines = map(_line, rows[page * PER_PAGE : (page + 1) * PER_PAGE])
    st.html(rows_table((_("Line"), _("Outcome"), _("Row"), _("What changes, or why not")), lines))


def _line(row: ReportRow) -> str:
    title = f'{html.escape(row.sheet)}<p class="what">{html.escape(short(row.title))}</p>'
    reasons = told(row.reasons, "bad" if row.outcome is RowOutcome.REFUSED else "warning")
    return rows_line(row.line, chip(*GLYPHS[row.outcome], row_outcome_label(row.outcome)), title, reasons + changed(row.changes))
