"""Stored values as typed Excel cells, a whole column at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rustpy_xlsxwriter import Format

from data.records import Field, Kind
from services.files.cells import LONGEST_CELL, fits_cell, parts, shorten
from services.language import translate as _
from services.periods import period_name
from services.plan_columns import TIME, Column
from services.settings import Settings

_TEXT = pa.string()
CELL_TYPES: dict[Kind, pa.DataType] = {
    **dict.fromkeys(Kind, _TEXT),
    Kind.INTEGER: pa.int64(),
    Kind.MONEY: pa.float64(),
    Kind.PERCENT: pa.float64(),
    Kind.NUMBER: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.timestamp("s"),
    Kind.YES_NO: pa.bool_(),
}
# Number format 14 and 22 of Excel follow the language of whoever opens the file.
_SHORT_DATE, _SHORT_DATE_AND_TIME = 14, 22
_NUMBER_FORMATS = {Kind.MONEY: "#,##0.00", Kind.PERCENT: "0.00", Kind.NUMBER: "#,##0.####"}
# Each format of a cell costs time to write; what is one of a few words, a whole number, yes or no is shown right without.
_PLAIN = frozenset({Kind.LONG_TEXT, Kind.YES_NO, Kind.INTEGER, Kind.CHOICE, Kind.CHOICES})
CHOICE_SEPARATOR = "; "


def column_format(field: Field) -> Format:
    """How the cells of a field look; short texts are marked as text, so that Excel makes no dates or formulas of what is typed."""
    if field.kind is Kind.DATE:
        return Format().set_num_format_index(_SHORT_DATE)
    if field.kind is Kind.TIME:
        return Format().set_num_format_index(_SHORT_DATE_AND_TIME)
    if field.kind in _NUMBER_FORMATS:
        return Format().set_num_format(_NUMBER_FORMATS[field.kind])
    return Format() if field.kind in _PLAIN else Format().set_num_format("@")


def column_width(field: Field) -> float:
    """The width in characters of a column that is `field.width` pixels wide in the list."""
    return max(8.0, field.width / 7.0)


def header_format() -> Format:
    return Format().set_bold().set_background_color("#E8EEF0").set_border_bottom("thin")


def cells(column: Column, stored: pa.Array, settings: Settings, language: str) -> pa.Array:
    """The cells of a column: numbers, dates and booleans typed, choices and periods in words of the current language."""
    field = column.field
    if column.name == TIME.name:
        return _mapped(stored, lambda text: _period(text, language))
    if pa.types.is_string(stored.type):
        if field.kind is Kind.CHOICE and not field.own_choices:
            return _mapped(stored, _)
        if field.kind is Kind.CHOICES:
            return _mapped(stored, lambda text: _choices(field, text))
        return stored
    if field.kind is Kind.TIME:
        return _local(stored, settings)
    if pa.types.is_decimal(stored.type):
        # By way of text, which gives the nearest double: a direct cast makes 4.600000000000001 of 4.60.
        stored = stored.cast(_TEXT)
    return stored.cast(CELL_TYPES[field.kind])


def _mapped(stored: pa.Array, word: Callable[[str], str]) -> pa.Array:
    """Each distinct text replaced by its word."""
    encoded = stored.dictionary_encode()
    words = pa.array([word(text) for text in encoded.dictionary.to_pylist()], _TEXT)
    return words.take(encoded.indices)


def _period(text: str, language: str) -> str:
    period_type, _separator, start = text.partition(" ")
    return period_name(date.fromisoformat(start), period_type, language)


def shown_choice(field: Field, stored: str) -> str:
    """What the cell of a stored choice, or of several, shows."""
    if field.kind is Kind.CHOICES:
        return _choices(field, stored)
    return stored if field.own_choices else _(stored)


def _choices(field: Field, text: str) -> str:
    chosen = json.loads(text)
    return CHOICE_SEPARATOR.join(each if field.own_choices else _(each) for each in chosen)


def _local(stored: pa.Array, settings: Settings) -> pa.Array:
    utc = pc.assume_timezone(stored.cast(pa.timestamp("s"), safe=False), "UTC")
    return pc.local_timestamp(utc.cast(pa.timestamp("s", settings.time_zone)))


class LongTexts:
    """Texts that no cell can hold: the list shows their beginning, a sheet of their own keeps them whole in pieces."""

    def __init__(self) -> None:
        self.schema = pa.schema([(_("ID"), pa.int64()), (_("Column"), _TEXT), (_("Part"), pa.int64()), (_("Text"), _TEXT)])
        self._rows: list[tuple[int, str, int, str]] = []

    def shortened(self, ids: pa.Array, heading: str, column: pa.Array) -> pa.Array:
        """The column with every text that is too long cut to its beginning; the whole is remembered under id and heading."""
        if not pa.types.is_string(column.type) or (pc.max(pc.binary_length(column)).as_py() or 0) <= LONGEST_CELL:
            return column
        texts: list[Any] = column.to_pylist()
        for place, text in enumerate(texts):
            if text is not None and not fits_cell(text):
                self._rows += [(ids[place].as_py(), heading, number, part) for number, part in enumerate(parts(text), start=1)]
                texts[place] = shorten(text)
        return pa.array(texts, _TEXT)

    def reader(self) -> pa.RecordBatchReader:
        """The pieces as rows; read it when the list has passed."""
        return pa.RecordBatchReader.from_batches(self.schema, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        columns = [list(values) for values in zip(*self._rows, strict=True)] or [[], [], [], []]
        yield pa.RecordBatch.from_arrays(
            [pa.array(values, each.type) for values, each in zip(columns, self.schema, strict=True)], schema=self.schema
        )
