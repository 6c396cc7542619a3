"""A plan as the PDF one hands to a client: laid out as one page of HTML, printed by wkhtmltopdf, finished page by page."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable, Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from data.database import Database
from services.actors import Actor
from services.exports import ExportFile
from services.health import PARTS
from services.jobs import Job, Progress, forget_jobs, start_job
from services.language import translate as _
from services.language import translate_plural as _n
from services.language import use_language
from services.pdf_pages import finish_pdf
from services.pdf_printer import print_html
from services.plan_cells import Cell
from services.plan_document import SECTIONS, Document, build_document
from services.plan_pictures import mind_map_parts, revenue_bars
from services.plans import get_plan
from services.richtext import to_html

HERE = Path(__file__).parent
PDF = "application/pdf"
JOB = "plan-pdf"
LONGEST_WHOLE_ROW = 2400
_TOO_LONG = re.compile(r"[^\s<]{21}")
# A tag, or twenty characters of a word that goes on.
_LONG_WORD = re.compile(r"(<[^>]*>)|(?:&#?\w+;|[^\s<&]){20}(?=[^\s<])")


def export_plan_pdf(
    db: Database, actor: Actor, plan_id: int, *, sections: Collection[str] = tuple(SECTIONS), progress: Progress | None = None
) -> bytes:
    """The plan as a PDF in the actor's language, with the chosen sections that are not empty.

    Raises NotFound, NotAllowed, PdfNotAvailable, TooManyAttempts, Cancelled.
    """
    use_language(actor.language)
    progress = progress or Progress()
    progress.begin(_("Reading the plan"))
    document = build_document(db, actor, plan_id, sections=sections)
    progress.begin(_n("Setting {count} row", "Setting {count} rows", document.rows))
    printed = print_html(render_html(document, actor.language), progress)
    titles = [_(SECTIONS[name]) for name in document.sections]
    return finish_pdf(printed, mark=document.mark, sections=titles, title=document.title, subject=document.client, progress=progress)


def start_plan_pdf(db: Database, actor: Actor, plan_id: int, *, sections: Collection[str] = tuple(SECTIONS)) -> Job:
    """Make the PDF as work that can be watched and cancelled; the result of the job is an ExportFile. Raises NotFound, NotAllowed,
    TooManyAttempts.
    """
    name = get_plan(db, actor, plan_id)["subject"]

    def work(progress: Progress) -> ExportFile:
        printed = export_plan_pdf(db, actor, plan_id, sections=sections, progress=progress)
        with tempfile.NamedTemporaryFile(prefix="account-planning-", suffix=".pdf", delete=False) as file:
            file.write(printed)
        return ExportFile(Path(file.name), f"{name}.pdf", progress.total or 0, PDF)

    forget_jobs(actor, JOB)
    return start_job(actor, JOB, work)


def render_html(document: Document, language: str) -> str:
    """The document as one self-contained page: escaped, without scripts, links to files or the network."""
    return (
        _templates()
        .get_template("plan.html.j2")
        .render(
            document=document,
            language=language,
            titles=SECTIONS,
            health_parts=PARTS,
            revenue_bars=revenue_bars(document.revenue_by_year, language) if len(document.revenue_by_year) > 1 else [],
            map_parts=mind_map_parts(document.mind_map) if document.mind_map and "mind_map" in document.sections else [],
            style=(HERE / "templates" / "plan.css").read_text(encoding="utf-8"),
        )
    )


def _lines(text: str) -> str:
    """The text as HTML, line by line."""
    return _breakable(html.escape(text).replace("\n", "<br>"))


def _breakable(source: str) -> str:
    """The HTML with places to break long words at, which would otherwise make a table wider than the page."""
    if not _TOO_LONG.search(source):
        return source
    return _LONG_WORD.sub(lambda found: found[0] if found[1] else f"{found[0]}<wbr>", source)


def _value(cell: Cell) -> str:
    """A cell's text as HTML, with its lines or with its Markdown."""
    return f'<div class="rich">{_breakable(to_html(cell.text))}</div>' if cell.look == "rich" else _lines(cell.text)


def _rows(rows: Sequence[Sequence[Cell]]) -> str:
    """The rows of a table as HTML. Not in the template: of thousands of cells a macro for each takes longer than all else."""
    lines = []
    for row in rows:
        kind = ' class="whole"' if _is_short(row) else ""
        cells = "".join([f'<td class="{cell.look}">{_value(cell)}</td>' for cell in row])
        lines.append(f"<tr{kind}>{cells}</tr>\n")
    return "".join(lines)


def _is_short(row: Sequence[Cell]) -> bool:
    """Whether a row of a table surely takes less than half a page, however narrow its columns."""
    return max(len(cell.text) + 60 * cell.text.count("\n") for cell in row) * len(row) < LONGEST_WHOLE_ROW


def _marked(make: Callable[[Any], str]) -> Callable[[Any], Markup]:
    return lambda given: Markup(make(given))  # noqa: S704


@cache
def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals["_"] = _
    # What these return is HTML, escaped here.
    environment.filters.update(lines=_marked(_lines), value=_marked(_value), rows=_marked(_rows))
    return environment
