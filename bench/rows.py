"""Every row of the table, with the budgets of the design at 100,000 plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench import people, reference, requests, screens, start, work
from bench.figures import Limit
from bench.place import Home, Place


@dataclass(frozen=True)
class Row:
    """What is measured: its name for `--rows`, its title, its figures with their budgets, and how it is done.

    `measure` gets a place with a running server; `measure_home` a home without one. `pages` rows show one page of something:
    they may not grow twofold from 1,000 to 100,000 plans.
    """

    name: str
    title: str
    limits: tuple[Limit, ...]
    measure: Callable[[Place], dict[str, float]] | None = None
    measure_home: Callable[[Home], dict[str, float]] | None = None
    pages: bool = False


ROWS = {
    row.name: row
    for row in (
        Row("start", "start → first 200", (Limit("", "s", 3),), measure_home=start.start),
        Row("memory", "server memory", (Limit("idle", "MB", 400), Limit("each session", "MB", 3)), people.memory),
        Row(
            "bare-page",
            "a page of Streamlit with one AG Grid and nothing else (1.50 / 0.74 s where the budgets were set)",
            (Limit("cold", "s"), Limit("warm", "s"), Limit("new tab", "s")),
            reference.bare_page,
        ),
        Row(
            "list",
            "list request (filter + sort + 100 rows + total)",
            (Limit("p50", "ms", 10), Limit("p95", "ms", 15)),
            requests.list_request,
            pages=True,
        ),
        Row("list-text", "same with free text", (Limit("p50", "ms", 40), Limit("p95", "ms", 60)), requests.list_request_with_text),
        Row(
            "list-crowd", "list requests a second", (Limit("20 clients at once", "/s", 100, at_least=True),), requests.list_requests_at_once
        ),
        Row(
            "list-page",
            "address typed → first rows of the list",
            (Limit("cold", "s", 1.7), Limit("warm", "s", 1.2), Limit("new tab", "s")),
            screens.list_page,
            pages=True,
        ),
        Row(
            "plan-page",
            "plan address → first grid usable; tab → its grid",
            (Limit("cold", "s", 1.7), Limit("warm", "s", 1.2), Limit("new tab", "s"), Limit("tab", "s", 0.7)),
            screens.plan_page,
            pages=True,
        ),
        Row(
            "tasks-page",
            "address → 500 tasks; key → stored",
            (Limit("cold", "s", 1.7), Limit("warm", "s", 1.2), Limit("new tab", "s"), Limit("one cell", "ms", 25)),
            screens.tasks_page,
        ),
        Row(
            "cell-edit",
            "key → stored",
            (Limit("one cell", "ms", 25), Limit("20 × 5 cells", "ms", 100)),
            screens.cell_edit,
            pages=True,
        ),
        Row("filter", "filter chosen → filtered rows drawn", (Limit("", "ms", 250),), screens.filter_choice),
        Row(
            "board-page",
            "board address → cards",
            (Limit("cold", "s", 1.7), Limit("warm", "s", 1.2), Limit("new tab", "s"), Limit("swimlanes", "s", 1.2)),
            screens.board_page,
            pages=True,
        ),
        Row(
            "board-drop",
            "card dropped by mouse",
            (Limit("stored", "ms", 100), Limit("counts right", "ms", 300)),
            screens.board_drop,
        ),
        Row("bulk", "bulk status on 10,000 plans with log", (Limit("change", "s", 1), Limit("undo", "s", 1)), work.bulk_status),
        Row("rerun", "script rerun", (Limit("1 user, p95", "ms", 100),), people.rerun_alone, pages=True),
        Row("rerun-crowd", "script rerun", (Limit("50 users, p95", "ms", 500),), people.rerun_among_many),
        Row("export", "Excel export of every plan × 12 columns", (Limit("time", "s", 1.5), Limit("memory", "MB", 300)), work.excel_export),
        Row("import", "Excel import of the same file", (Limit("dry run", "s", 3),), work.excel_import),
        Row("template", "plan from a template with 20 tasks", (Limit("", "ms"),), work.plan_from_template),
        Row("pdf", "plan PDF", (Limit("time", "s"), Limit("times wkhtmltopdf alone", "×", 1.2)), work.plan_pdf),
        Row(
            "pdf-large",
            "PDF of a plan with 2,000 rows",
            (Limit("time", "s"), Limit("times wkhtmltopdf alone", "×", 1.2), Limit("memory", "MB")),
            work.large_plan_pdf,
        ),
    )
}
