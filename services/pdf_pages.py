"""The pages wkhtmltopdf printed, finished by pypdf: page numbers, contents, bookmarks.

Debian's wkhtmltopdf is built without the patched Qt: it ignores headers, footers and outlines. So headings and lines of the contents
are links to addresses only this document knows, which tell in the output on which page and where they came to stand.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, Fit, NameObject

from services.jobs import Progress
from services.language import translate as _

MARGIN = 48


def finish_pdf(printed: bytes, *, mark: str, sections: Sequence[str], title: str, subject: str, progress: Progress) -> bytes:
    """Add page numbers, the contents' numbers and links, bookmarks named by `sections` and the document's properties.

    `mark` begins the addresses of the marks: `<mark>contents/<place>` and `<mark>section/<place>`, places from 1. Raises Cancelled.
    """
    reader = PdfReader(io.BytesIO(printed))
    writer = PdfWriter(clone_from=reader)
    marks = _take_marks(writer, mark)
    starts = {place: page for page, kind, place, _annotation in marks if kind == "section"}
    stamps = _page_numbers(writer)
    for page, kind, place, annotation in marks:
        if kind == "contents" and place in starts:
            _link_contents(writer, page, starts[place], annotation)
            bottom = float(annotation["/Rect"][1])
            stamps[page].append((str(starts[place] + 1), float(writer.pages[page].mediabox.width) - MARGIN, bottom + 5, 9.5))
    progress.begin(_("Numbering pages"), len(writer.pages))
    for page, texts in stamps.items():
        progress.report(page + 1)
        _stamp(writer, writer.pages[page], texts)
    for place, page in sorted(starts.items()):
        writer.add_outline_item(title=sections[place - 1], page_number=page)
    writer.add_metadata({"/Title": title, "/Subject": subject, "/Creator": "Account Planning"})
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
