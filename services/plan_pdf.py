"""A plan as the PDF one hands to a client: laid out as one page of HTML, printed by wkhtmltopdf, finished page by page."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

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


def _lines(text: str) -> Markup:
    return _breakable(Markup("<br>").join(escape(line) for line in text.split("\n")))


def _breakable(html: str) -> Markup:
    """The HTML with places to break long words at, which would otherwise make a table wider than the page."""
    return Markup(_LONG_WORD.sub(lambda found: found[0] if found[1] else f"{found[0]}<wbr>", html))  # noqa: S704


def _is_short(row: Sequence[Cell]) -> bool:
    """Whether a row of a table surely takes less than half a page, however narrow its columns."""
    return max(len(cell.text) + 60 * cell.text.count("\n") for cell in row) * len(row) < LONGEST_WHOLE_ROW


@cache
def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals["_"] = _
    environment.tests["short_row"] = _is_short
    environment.filters["lines"] = _lines
    environment.filters["rich"] = lambda text: _breakable(to_html(text))
    return environment
