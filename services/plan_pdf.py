"""A plan as the PDF one hands to a client: one pass of wkhtmltopdf, then page numbers, contents and bookmarks by pypdf.

Debian's wkhtmltopdf is built without the patched Qt: it ignores headers, footers and outlines. So headings and lines of the contents
are links to addresses only this document knows, which tell in the output on which page and where they came to stand.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Collection
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pdfkit
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, Fit, NameObject

from data.database import Database
from data.records import PLAN
from services.actors import Actor
from services.errors import AccountPlanningError
from services.health import PARTS
from services.language import translate, use_language
from services.mind_map.picture import render_svg
from services.plan_document import SECTIONS, Document, build_document
from services.richtext import to_html
from services.values import show

HERE = Path(__file__).parent
MARGIN = 48
# What a page holds, in the CSS pixels of wkhtmltopdf.
PAGE_WIDTH = 860
PAGE_HEIGHT = 1100
MARKS = {"Red": "●", "Yellow": "▲", "Green": "✔"}
OPTIONS = {
    "quiet": "",
    "page-size": "A4",
    "margin-top": "16mm",
    "margin-bottom": "20mm",
    "margin-left": "17mm",
    "margin-right": "17mm",
    "encoding": "UTF-8",
    "disable-javascript": "",
    "disable-local-file-access": "",
    "disable-plugins": "",
    "no-images": "",
}


class PdfNotAvailable(AccountPlanningError):
    """wkhtmltopdf is missing or failed; the message says what to do."""


def export_plan_pdf(db: Database, actor: Actor, plan_id: int, *, sections: Collection[str] = tuple(SECTIONS)) -> bytes:
    """The plan as a PDF in the actor's language, with the chosen sections that are not empty.

    Raises NotFound, NotAllowed, PdfNotAvailable.
    """
    use_language(actor.language)
    document = build_document(db, actor, plan_id, sections=sections)
    return finish_pdf(print_html(render_html(document, actor.language)), document)


def render_html(document: Document, language: str) -> str:
    """The document as one self-contained page: escaped, without scripts, links to files or the network."""
    by_name = PLAN.by_name
    return (
        _templates()
        .get_template("plan.html.j2")
        .render(
            document=document,
            language=language,
            titles=SECTIONS,
            health_parts=PARTS,
            marks=MARKS,
            client_status_label=translate(by_name["client_status"].label),
            revenue_label=translate(by_name["revenue_next_year"].label),
            percent_labels=[translate(by_name[name].label) for name in ("margin", "wallet_share")],
            revenue_chart=Markup(revenue_chart(document.revenue_by_year, language)) if len(document.revenue_by_year) > 1 else "",  # noqa: S704
            mind_map=Markup(_mind_map(document)),  # noqa: S704
            style=Markup((HERE / "templates" / "plan.css").read_text(encoding="utf-8")),  # noqa: S704
        )
    )


def revenue_chart(years: list[tuple[int, Decimal]], language: str) -> str:
    """Bars of revenue by year as SVG, 640 × 210; the last 12 years where there are more."""
    shown = years[-12:]
    largest = max((abs(value) for _year, value in shown), default=Decimal(0)) or Decimal(1)
    step = 640 / max(1, len(shown))
    bars = []
    for place, (year, value) in enumerate(shown):
        height = round(float(abs(value) / largest) * 145, 1)
        bars.append(
            {
                "x": round(place * step + step * 0.2, 1),
                "middle": round(place * step + step * 0.5, 1),
                "width": round(step * 0.6, 1),
                "y": round(170 - height, 1),
                "height": height,
                "value": value,
                "year": year,
                "label": show(PLAN.by_name["revenue_next_year"], round(value), language).removesuffix(".00").removesuffix(",00"),
            }
        )
    return _templates().get_template("revenue_chart.svg.j2").render(bars=bars)


def print_html(html: str) -> bytes:
    """The page through wkhtmltopdf with the shipped fonts. Raises PdfNotAvailable."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(_font_configuration())}
    try:
        configuration = pdfkit.configuration(environ=environment)
    except OSError as error:
        raise PdfNotAvailable(translate("PDF export needs wkhtmltopdf. Ask the administrator to install the package.")) from error
    try:
        printed: bytes = pdfkit.from_string(html, False, options=OPTIONS, configuration=configuration)
    except OSError as error:
        raise PdfNotAvailable(translate("The PDF could not be made. Leave out a section and try again.")) from error
    return printed


def finish_pdf(printed: bytes, document: Document) -> bytes:
    """Add page numbers, the contents' numbers and links, bookmarks and the document's properties."""
    reader = PdfReader(io.BytesIO(printed))
    writer = PdfWriter(clone_from=reader)
    marks = _take_marks(writer, document.mark)
    starts = {place: page for page, kind, place, _annotation in marks if kind == "section"}
    stamps = _page_numbers(writer)
    for page, kind, place, annotation in marks:
        if kind == "contents" and place in starts:
            _link_contents(writer, page, starts[place], annotation)
            bottom = float(annotation["/Rect"][1])
            stamps[page].append((str(starts[place] + 1), float(writer.pages[page].mediabox.width) - MARGIN, bottom + 5, 9.5))
    for page, texts in stamps.items():
        _stamp(writer, writer.pages[page], texts)
    for place, page in sorted(starts.items()):
        writer.add_outline_item(title=translate(SECTIONS[document.sections[place - 1]]), page_number=page)
    writer.add_metadata({"/Title": document.title, "/Subject": document.client, "/Creator": "Account Planning"})
    finished = io.BytesIO()
    writer.write(finished)
    return finished.getvalue()


def _take_marks(writer: PdfWriter, mark: str) -> list[tuple[int, str, int, Any]]:
    """(page, kind, place, annotation) of every link that is a mark of ours, taken off the pages."""
    found = []
    for number, page in enumerate(writer.pages):
        kept = []
        for held in page.get("/Annots", []):
            annotation = held.get_object()
            address = str(annotation.get("/A", {}).get("/URI", ""))
            if address.startswith(mark):
                kind, _separator, place = address.removeprefix(mark).partition("/")
                found.append((number, kind, int(place), annotation))
            else:
                kept.append(held)
        if "/Annots" in page:
            page[NameObject("/Annots")] = ArrayObject(kept)
    return found


def _link_contents(writer: PdfWriter, page: int, target: int, annotation: Any) -> None:
    left, bottom, _right, top = (float(each) for each in annotation["/Rect"])
    right = float(writer.pages[page].mediabox.width) - MARGIN
    writer.add_annotation(page, Link(rect=(left, bottom, right, top), target_page_index=target, fit=Fit.fit_horizontally(top=842)))


def _page_numbers(writer: PdfWriter) -> dict[int, list[tuple[str, float, float, float]]]:
    """What to stamp on each page but the cover: its number and the number of pages, at the lower right."""
    count = len(writer.pages)
    return {
        number: [(f"{number + 1} / {count}", float(page.mediabox.width) - MARGIN, 28, 8.5)]
        for number, page in enumerate(writer.pages)
        if number
    }


def _stamp(writer: PdfWriter, page: Any, texts: list[tuple[str, float, float, float]]) -> None:
    """Write (text, right edge x, y, size) in Helvetica, digits and slashes only, onto a page."""
    fonts = page["/Resources"].get_object().setdefault(NameObject("/Font"), DictionaryObject()).get_object()
    fonts[NameObject("/PageNumber")] = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    parts = ["Q"]
    for text, right, y, size in texts:
        # Helvetica's digits and slash are 0.556 and 0.278 of the size wide, its space 0.278.
        width = sum(0.556 if each.isdigit() else 0.278 for each in text) * size
        parts.append(f"BT /PageNumber {size} Tf 0.36 0.40 0.45 rg {right - width:.2f} {y:.2f} Td ({text}) Tj ET")
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q ")
    after.set_data("\n".join(parts).encode("ascii"))
    content = page["/Contents"]
    page[NameObject("/Contents")] = ArrayObject(
        [
            writer._add_object(before),
            *([content] if not isinstance(content.get_object(), list) else content.get_object()),
            writer._add_object(after),
        ]
    )


def _mind_map(document: Document) -> str:
    """The whole mind map as SVG, scaled down to the width and height of a page where it is larger."""
    if not document.plan["mind_map"]:
        return ""
    svg = render_svg(json.loads(document.plan["mind_map"]), whole=True)
    size = re.search(r'<svg[^>]* width="([0-9.]+)" height="([0-9.]+)"', svg)
    if size is None:
        return svg
    width, height = (float(each) for each in size.groups())
    scale = min(1.0, PAGE_WIDTH / width, PAGE_HEIGHT / height)
    return svg.replace(f'width="{size[1]}" height="{size[2]}"', f'width="{width * scale:.0f}" height="{height * scale:.0f}"', 1)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


@cache
def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals["_"] = translate
    environment.filters["lines"] = _lines
    environment.filters["rich"] = lambda text: Markup(to_html(text))  # noqa: S704
    return environment


@cache
def _font_configuration() -> Path:
    """A fontconfig file that knows the shipped fonts first, then those of the system for scripts they lack."""
    folder = Path(tempfile.mkdtemp(prefix="account-planning-fonts-"))
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(HERE / 'fonts'))}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return path


__all__ = ["PdfNotAvailable", "export_plan_pdf", "finish_pdf", "print_html", "render_html"]
