"""Numbers, dates and flags of any origin: how a column writes them is found from the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.dates import get_month_names

from services.files.table import Cell
from services.imports.columns import as_text, is_empty
from services.imports.targets import words

_CURRENCY = re.compile(r"^(?:[A-Z]{3}\s?|[€$£¥]\s?)|(?:\s?[A-Z]{3}|\s?[€$£¥])$")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
_LARGEST = Decimal(10) ** 15
_MONTH_LANGUAGES = ("en", "fr", "de", "es")
_YES = {"true", "yes", "y", "1", "oui", "vrai", "x", "ja", "si"}


def bare_number(text: str) -> str:
    """A number without currency and spaces; minus also from accountants' brackets."""
    text = text.strip().replace("\u2212", "-")
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    return _SPACES.sub("", _CURRENCY.sub("", text))


def looks_like_number(cell: Cell) -> bool:
    return (isinstance(cell, float) and not isinstance(cell, bool)) or bool(_NUMBER.fullmatch(bare_number(as_text(cell))))


def find_decimal(cells: Iterable[Cell]) -> str:
    """The decimal separator of a column: the last of two different ones, else one that stands before other than three digits."""
    comma = point = 0
    for cell in cells:
        if not isinstance(cell, str):
            continue
        text = bare_number(cell)
        if "," in text and "." in text:
            return "," if text.rfind(",") > text.rfind(".") else "."
        comma += bool(re.search(r",[0-9]{1,2}$|,[0-9]{4,}$", text))
        point += bool(re.search(r"\.[0-9]{1,2}$|\.[0-9]{4,}$", text))
    return "," if comma > point else "."


def read_number(cell: Cell, decimal: str) -> Decimal | None:
    """A number to two decimals, or None where the cell is no number."""
    if isinstance(cell, float) and not isinstance(cell, bool):
        text = repr(cell)
    else:
        text = bare_number(as_text(cell))
        if not _NUMBER.fullmatch(text):
            return None
        text = text.replace("." if decimal == "," else ",", "").replace(",", ".")
    try:
        number = round(Decimal(text), 2)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < _LARGEST else None


@cache
def _months() -> dict[str, int]:
    return {
        words(name): number
        for language in _MONTH_LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, language).items()
    }


@dataclass(frozen=True)
class DateReader:
    """Reads the dates of a file; `order` says what comes first where only numbers stand: day or month."""

    order: str

    def read(self, cell: Cell) -> date | None:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = as_text(cell).strip()
        if found := re.match(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?$", text):
            return _date(found[1], found[2], found[3])
        if found := re.match(r"([0-9]{4})([0-9]{2})([0-9]{2})$", text):
            return _date(found[1], found[2], found[3])
        if found := _NUMERIC_DATE.match(text):
            first, separator, second, year = found.groups()
            day_first = self.order == "day" or separator == "."
            return _date(year, second, first) if day_first else _date(year, first, second)
        return _named(text)


_NUMERIC_DATE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:[T ,].*)?$")


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _named(text: str) -> date | None:
    """Dates with the name of the month, such as "1 Mar 2017", "March 1, 2017", "01-mars-17"."""
    parts = words(re.sub(r"(?<=\d)(st|nd|rd|th|er)\b", "", text)).split()
    months = [_months()[part] for part in parts if part in _months()]
    numbers = [part for part in parts if part.isdecimal()]
    if len(months) != 1 or len(numbers) < 2:
        return None
    first, second = numbers[0], numbers[1]
    day, year = (second, first) if len(first) == 4 else (first, second)
    return _date(year, str(months[0]), day) if len(year) in (2, 4) else None


def find_date_order(columns: Iterable[Sequence[Cell]]) -> str:
    """Whether day or month comes first in the dates of a file: as soon as one number is beyond 12. Empty where nothing tells."""
    for column in columns:
        for cell in column:
            if not isinstance(cell, str) or not (found := _NUMERIC_DATE.match(cell.strip())):
                continue
            if int(found[1]) > 12:
                return "day"
            if int(found[3]) > 12:
                return "month"
    return ""


def looks_like_dates(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_empty(cell)][:200]
    reader = DateReader("day"), DateReader("month")
    is_date = [any(each.read(cell) for each in reader) for cell in filled]
    return len(filled) > 0 and sum(is_date) >= 0.9 * len(filled)


def average_day(cells: Sequence[Cell]) -> float:
    """The middle of the dates of a column, as a day number."""
    reader = DateReader(find_date_order([cells]) or "month")
    days = [day.toordinal() for cell in cells if not is_empty(cell) and (day := reader.read(cell))]
    return sum(days) / len(days) if days else 0.0


def read_flag(cell: Cell) -> bool:
    return cell is True or as_text(cell).strip().casefold() in _YES
