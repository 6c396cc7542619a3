"""Cells that name a period: "Q1 2026", "T1 2026", "March 2026", "mars 2026", "2026-03", "2026", or a date in it."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from babel.dates import get_month_names

from services.files.table import Cell
from services.imports.columns import as_text
from services.imports.targets import words
from services.language import LANGUAGES
from services.language import translate as _
from services.values import BadValue

Period = tuple[str | None, date | None]
"""Period type (None where the cell is a mere date) and a day in it."""

_YEAR = r"((?:19|20|21)[0-9]{2})"
_QUARTER = re.compile(rf"(?:[qt]\s?([1-4])\s?{_YEAR}|{_YEAR}\s?[qt]\s?([1-4]))")
_MONTH_NUMBER = re.compile(rf"(?:{_YEAR} ([0-9]{{1,2}})|([0-9]{{1,2}}) {_YEAR})")


# Types of periods as people write them.
PERIOD_WORDS = {
    word: kind
    for kind, each in {
        "month": ("month", "monthly", "mois", "mensuel"),
        "quarter": ("quarter", "quarterly", "trimestre", "trimestriel"),
        "year": ("year", "yearly", "annual", "annee", "annuel"),
    }.items()
    for word in each
}


@cache
def _months() -> dict[str, int]:
    """Names and short names of the months, in every language."""
    return {
        words(name): number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, language).items()
    }


def read_period(cell: Cell) -> Period:
    """The period a cell names. Raises BadValue."""
    if isinstance(cell, datetime):
        return None, cell.date()
    if isinstance(cell, date):
        return None, cell
    text = words(as_text(cell))
    if re.fullmatch(_YEAR, text):
        return "year", date(int(text), 1, 1)
    if found := _QUARTER.fullmatch(text):
        year, quarter = int(found.group(2) or found.group(3)), int(found.group(1) or found.group(4))
        return "quarter", date(year, quarter * 3 - 2, 1)
    if (found := _MONTH_NUMBER.fullmatch(text)) and 1 <= int(found.group(2) or found.group(3)) <= 12:
        return "month", date(int(found.group(1) or found.group(4)), int(found.group(2) or found.group(3)), 1)
    name, _space, year_text = text.rpartition(" ")
    if name in _months() and re.fullmatch(_YEAR, year_text):
        return "month", date(int(year_text), _months()[name], 1)
    try:
        return None, date.fromisoformat(as_text(cell).strip())
    except ValueError as error:
        raise BadValue(_("Enter a period such as {examples}.", examples="2026, Q1 2026, 2026-03")) from error
