"""One column of a file in stored form: a typed Arrow array, and why some cells are not taken."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.records import Field, Kind
from data.records.fields import DECIMAL_PLACES
from services.files.table import Cell, Ratio
from services.language import LANGUAGES, catalogue
from services.language import translate as _
from services.values import BadValue, read_text, read_wire

_PRECISIONS = {Kind.MONEY: 18, Kind.NUMBER: 18, Kind.PERCENT: 6}
ARROW_TYPES: dict[Kind, pa.DataType] = {
    **dict.fromkeys(Kind, pa.string()),
    Kind.INTEGER: pa.int64(),
    Kind.DATE: pa.date32(),
    Kind.YES_NO: pa.bool_(),
    Kind.REFERENCE: pa.int32(),
    **{kind: pa.decimal128(_PRECISIONS[kind], places) for kind, places in DECIMAL_PLACES.items()},
}
# Beyond this a double times a hundred is no longer exact to the unit.
_EXACT = 1e12
# Beyond it a number has more digits than decimals can be taken from, and no field holds it.
_ROUNDABLE = 1e20
_SUSPECT = "[\x00-\x08\x0b-\x1f\x7f-\x9f]"


@dataclass
class ReadColumn:
    """The values of a column by row, and a sentence for every row whose cell was not taken (its value is null)."""

    values: pa.Array
    problems: dict[int, str] = field(default_factory=dict)


def read_column(declared: Field, cells: Sequence[Cell], language: str) -> ReadColumn:
    """A column in the stored form of its field. Text is read by the language; the cells of workbooks are typed already."""
    match declared.kind:
        case Kind.TEXT | Kind.LONG_TEXT | Kind.LINK:
            return _texts(declared, cells)
        case Kind.MONEY | Kind.PERCENT | Kind.NUMBER | Kind.INTEGER:
            return _numbers(declared, cells, language)
        case Kind.CHOICE:
            known = choice_words(declared)
            return one_by_one(declared, cells, lambda cell: _choice(declared, known, cell))
        case Kind.CHOICES:
            known = choice_words(declared)
            return one_by_one(declared, cells, lambda cell: _choices(declared, known, cell))
        case Kind.DATE:
            return one_by_one(declared, cells, lambda cell: _date(declared, cell, language))
        case Kind.YES_NO:
            return one_by_one(
                declared, cells, lambda cell: cell if isinstance(cell, bool) else read_text(declared, as_text(cell), language)
            )
        case _:
            return one_by_one(declared, cells, lambda cell: read_text(declared, as_text(cell), language))


def one_by_one(declared: Field, cells: Sequence[Cell], read: Callable[[Cell], Any]) -> ReadColumn:
    """A column whose distinct cells are few or costly to read: each is read once. An empty cell is null, and refused where required."""
    known: dict[Hashable, Any] = {}
    refused: dict[Hashable, str] = {}
    # True and 1 are equal keys, so cells of several types are told apart.
    keys: Sequence[Any] = cells if len(set(map(type, cells)) - {type(None)}) < 2 else list(zip(map(type, cells), cells, strict=True))
    for key in set(keys):
        cell = key if keys is cells else key[1]
        try:
            known[key] = read_wire(declared, None) if is_empty(cell) else read(cell)
        except BadValue as error:
            known[key], refused[key] = None, error.message
    values = pa.array([known[key] for key in keys], ARROW_TYPES[declared.kind])
    problems = {row: refused[key] for row, key in enumerate(keys) if key in refused} if refused else {}
    return ReadColumn(values, problems)


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def as_text(cell: Cell) -> str:
    """A cell as the text a person would have typed: whole numbers without decimals, percentages with their sign, dates in ISO form."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Ratio):
        return f"{cell.percent.normalize():f}%"
    if isinstance(cell, float | int):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != datetime.min.time() else cell.date().isoformat()
    return "" if cell is None else str(cell)


def _texts(declared: Field, cells: Sequence[Cell]) -> ReadColumn:
    if set(map(type, cells)) - {str, type(None)}:
        cells = [cell if isinstance(cell, str) or cell is None else as_text(cell) for cell in cells]
    values = pa.array(cells, pa.string())
    blank = pc.equal(pc.utf8_trim_whitespace(values), "")
    values = pc.if_else(pc.fill_null(blank, True), pa.scalar(None, pa.string()), values)
    longest = declared.max_length or 0
    is_plain = (
        declared.kind is not Kind.LINK
        and not declared.required
        and not pc.any(pc.match_substring_regex(values, _SUSPECT)).as_py()
        and (pc.max(pc.utf8_length(values)).as_py() or 0) <= (longest or 2_000_000)
    )
    return ReadColumn(values) if is_plain else one_by_one(declared, values.to_pylist(), lambda cell: read_wire(declared, cell))


def _numbers(declared: Field, cells: Sequence[Cell], language: str) -> ReadColumn:
    """Numbers of a workbook all at once, rounded to the decimals of the field as the sheet itself shows them; typed text by language.

    Where a cell shows a percentage, a field of percentages takes what one reads: 15 from the 15% that the workbook keeps as 0.15.
    """
    places = DECIMAL_PLACES.get(declared.kind, 0)
    count = len(cells)
    numbers = np.fromiter((cell if cell.__class__ is float else math.nan for cell in cells), np.float64, count)
    is_number = ~np.isnan(numbers)
    lowest = -_EXACT if declared.minimum is None else float(declared.minimum)
    highest = _EXACT if declared.maximum is None else float(declared.maximum)
    # Whole numbers are taken as they are only; others are looked at one by one, like everything unusual.
    is_good = is_number & (np.abs(numbers) <= _EXACT) & (numbers >= lowest) & (numbers <= highest)
    if declared.kind is Kind.INTEGER:
        is_good &= numbers == np.rint(numbers)
    units = np.rint(np.where(is_good, numbers, 0.0) * 10**places).astype(np.int64)
    problems: dict[int, str] = {}
    memory: dict[Any, int | str | None] = {}
    for row in np.flatnonzero(~is_good).tolist():
        cell = cells[row]
        if cell is None or cell == "":
            if declared.required:
                problems[row] = _("{label} is required.", label=_(declared.label))
            continue
        if (key := (type(cell), cell)) not in memory:
            memory[key] = _units(declared, cell, places, language)
        read = memory[key]
        if isinstance(read, str):
            problems[row] = read
        elif read is not None:
            units[row], is_good[row] = read, True
    if not places:
        return ReadColumn(pa.array(units, pa.int64(), mask=~is_good), problems)
    return ReadColumn(_decimals(units, is_good, ARROW_TYPES[declared.kind]), problems)


def _units(declared: Field, cell: Cell, places: int, language: str) -> int | str | None:
    """A number in units of its last decimal, or the sentence why not."""
    try:
        if isinstance(cell, float) and declared.kind is not Kind.INTEGER:
            number = cell.percent if isinstance(cell, Ratio) and declared.kind is Kind.PERCENT else Decimal(repr(cell))
            value = read_wire(declared, str(round(number, places)) if abs(cell) < _ROUNDABLE else str(cell))
        elif isinstance(cell, float):
            value = read_wire(declared, as_text(cell))
        else:
            value = read_text(declared, as_text(cell), language)
    except BadValue as error:
        return error.message
    return None if value is None else int(Decimal(value).scaleb(places))


def _decimals(units: np.ndarray[Any, np.dtype[np.int64]], is_valid: np.ndarray[Any, np.dtype[np.bool_]], wanted: pa.DataType) -> pa.Array:
    """Decimals from whole units without a Python object for each: 128 bits are the 64 of the unit and its sign."""
    halves = np.empty((len(units), 2), np.int64)
    halves[:, 0], halves[:, 1] = units, units >> 63
    validity = pa.array(is_valid).buffers()[1]
    return pa.Array.from_buffers(wanted, len(units), [validity, pa.py_buffer(halves.tobytes())])


def choice_words(declared: Field) -> dict[str, str]:
    """Every word for a choice, in every language, without letter case, to the choice as stored."""
    known: dict[str, str] = {}
    for each in declared.choices:
        known.setdefault(each.casefold(), each)
        if not declared.own_choices:
            for language in LANGUAGES:
                known.setdefault(catalogue(language).gettext(each).casefold(), each)
    return known


def _choice(declared: Field, known: dict[str, str], cell: Cell) -> Any:
    text = as_text(cell).strip()
    return known[text.casefold()] if text.casefold() in known else read_text(declared, text, "en")


def _choices(declared: Field, known: dict[str, str], cell: Cell) -> Any:
    """Several choices in one cell. A choice may itself hold a separator, so the longest known word that fits is taken each time."""
    rest, chosen = as_text(cell).strip(), []
    by_length = sorted(known, key=len, reverse=True)
    while rest:
        folded = rest.casefold()
        word = next((each for each in by_length if re.match(re.escape(each) + r"\s*([;,\n]|$)", folded)), None)
        if word is None or len(folded) != len(rest):
            return read_text(declared, as_text(cell), "en")
        chosen.append(known[word])
        rest = rest[len(word) :].lstrip().lstrip(";,").lstrip()
    return read_wire(declared, chosen)


def _date(declared: Field, cell: Cell, language: str) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    value: date | None = read_text(declared, as_text(cell), language)
    return value
