"""What becomes of every row: counts to choose from, then the rows with old and new values or the reason."""

from __future__ import annotations

import html
from collections.abc import Iterable

import streamlit as st

from components.actions import fragment
from components.session import current_actor, database
from services.imports.outcome import Outcome, PlanImport
from services.imports.report import ImportRow, ValueChange, outcome_label, read_rows
from services.language import current_language
from services.language import translate as _
from services.values import show_count

PER_PAGE = 100
ALL = ""
LONGEST_SHOWN = 300
GLYPHS = {
    Outcome.CREATED: ("add_circle", "green"),
    Outcome.CHANGED: ("edit", ""),
    Outcome.UNCHANGED: ("check", ""),
    Outcome.REFUSED: ("error", "red"),
    Outcome.CHANGED_SINCE: ("sync_problem", "orange"),
}


@fragment()
def outcome_rows(prepared: PlanImport, *, key: str) -> None:
    """The rows of one outcome, or all of them, a page at a time."""
    language = current_language.get()
    counts = prepared.counts
    words = {ALL: f"{_('All rows')} {show_count(prepared.table.rows, language)}"}
    words |= {str(each): f"{outcome_label(each)} {show_count(count, language)}" for each, count in counts.items() if count}
    notable = [each for each in (Outcome.REFUSED, Outcome.CHANGED_SINCE, Outcome.CHANGED, Outcome.CREATED) if counts[each]]
    chosen = st.segmented_control(
        _("Rows"),
        words,
        default=str(notable[0]) if notable else ALL,
        format_func=words.__getitem__,
        required=True,
        key=f"imports.outcome.{key}",
    )
    outcomes = [Outcome(chosen)] if chosen else []
    total = counts[outcomes[0]] if outcomes else prepared.table.rows
    page = 0
    if total > PER_PAGE:
        last = (total - 1) // PER_PAGE
        page = int(st.number_input(_("Page of {pages}", pages=last + 1), 1, last + 1, key=f"imports.page.{key}.{chosen}", width=140)) - 1
    rows = read_rows(database(), current_actor(), prepared, outcomes, offset=page * PER_PAGE, limit=PER_PAGE)
    st.html(rows_table((_("Line"), _("Outcome"), _("Plan"), _("What changes, or why not")), map(_line, rows)))


def _line(row: ImportRow) -> str:
    title = html.escape(short(row.title))
    plan = f'<a href="/plan?id={row.plan_id}" target="_blank" rel="noopener">{title}</a>' if row.plan_id else title
    text = told(row.reasons) + told(row.warnings, "warning") + changed(row.changes)
    return rows_line(row.line, chip(*GLYPHS[row.outcome], outcome_label(row.outcome)), plan, text)


def rows_table(headings: Iterable[str], lines: Iterable[str]) -> str:
    """Rows of a file as a table in HTML: line, what becomes of it, what it is, what changes or why not."""
    head = "".join(f"<th>{html.escape(each)}</th>" for each in headings)
    return f'<div class="import-rows" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def rows_line(line: int | None, chip: str, title: str, text: str) -> str:
    """One row of such a table, of cells that are HTML already."""
    return f'<tr><td>{line or ""}</td><td>{chip}</td><td dir="auto">{title}</td><td dir="auto">{text}</td></tr>'


def chip(glyph: str, tone: str, label: str) -> str:
    return f'<span class="chip {tone}"><span class="glyph" aria-hidden="true">{glyph}</span>{html.escape(label)}</span>'


def told(reasons: Iterable[str], tone: str = "bad") -> str:
    return "".join(f'<p class="{tone}">{html.escape(each)}</p>' for each in reasons)


def changed(changes: Iterable[ValueChange]) -> str:
    """Old and new values, one line a field."""
    return "".join(
        f"<p><b>{html.escape(each.label)}</b> "
        + (f"<del>{html.escape(short(each.old))}</del> → " if each.old else "")
        + (f"<ins>{html.escape(short(each.new))}</ins></p>" if each.new else f"<i>{html.escape(_('empty'))}</i></p>")
        for each in changes
    )


def short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
