"""What becomes of every row: counts to choose from, then the rows with old and new values or the reason."""

from __future__ import annotations

import html

import streamlit as st

from components.actions import fragment
from components.session import current_actor, database
from services.imports.outcome import Outcome, PlanImport
from services.imports.report import ImportRow, outcome_label, read_rows
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
    st.html(_table(rows))


def _table(rows: list[ImportRow]) -> str:
    headings = (_("Line"), _("Outcome"), _("Plan"), _("What changes, or why not"))
    head = "".join(f"<th>{html.escape(each)}</th>" for each in headings)
    return f'<div class="import-rows" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{"".join(map(_line, rows))}</tbody></table></div>'


def _line(row: ImportRow) -> str:
    glyph, tone = GLYPHS[row.outcome]
    chip = (
        f'<span class="chip {tone}"><span class="glyph" aria-hidden="true">{glyph}</span>{html.escape(outcome_label(row.outcome))}</span>'
    )
    title = html.escape(_short(row.title))
    plan = f'<a href="/plan?id={row.plan_id}" target="_blank" rel="noopener">{title}</a>' if row.plan_id else title
    parts = [f'<p class="bad">{html.escape(each)}</p>' for each in row.reasons]
    parts += [f'<p class="warning">{html.escape(each)}</p>' for each in row.warnings]
    parts += [
        f"<p><b>{html.escape(each.label)}</b> "
        + (f"<del>{html.escape(_short(each.old))}</del> → " if each.old else "")
        + (f"<ins>{html.escape(_short(each.new))}</ins></p>" if each.new else f"<i>{html.escape(_('empty'))}</i></p>")
        for each in row.changes
    ]
    return f'<tr><td>{row.line}</td><td>{chip}</td><td dir="auto">{plan}</td><td dir="auto">{"".join(parts)}</td></tr>'


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
