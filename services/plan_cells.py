"""Values of a plan as cells of a document: references by name, amounts with their unit, each set as its kind asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from data import references as reference_rows
from data.database import Cursor, Row
from data.records import BELONGING, PLAN, Field, Kind, Record
from services.language import translate as _
from services.snapshots import Snapshot
from services.values import show

REFERABLE = ("client", "contact", "staff", "plan")


@dataclass(frozen=True)
class Cell:
    """One value as a person reads it. `look` is "rich" (Markdown), "number" (aligned right), "short" (never broken) or "text"."""

    text: str
    look: str = "text"


@dataclass(frozen=True)
class Table:
    title: str
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Labelled:
    """A value with what it is called; `name` is its field."""

    name: str
    label: str
    cell: Cell


@dataclass(frozen=True)
class CellReader:
    """Values as text: references by name, the rest by `values.show`."""

    names: Mapping[str, Mapping[int, str]]
    language: str
    currency: str = ""

    def cell(self, declared: Field, value: Any) -> Cell:
        return self.column(declared, (value,))[0]

    def column(self, declared: Field, values: Iterable[Any]) -> list[Cell]:
        """The values of one field, of as many rows as there are."""
        look = look_of(declared)
        return [Cell(self.text(declared, value), look) for value in values]

    def text(self, declared: Field, value: Any) -> str:
        if declared.kind is Kind.REFERENCE and value is not None:
            return self.names.get(declared.refers_to, {}).get(value, f"#{value}")
        if declared.kind is Kind.REFERENCES and value:
            return ", ".join(self.names["staff"].get(each, f"#{each}") for each in reference_ids(value))
        return show(declared, value, self.language)

    def labelled(self, declared: Field, value: Any) -> Labelled:
        """A value outside of tables: an amount with its unit."""
        label = declared.label if declared.own_label else _(declared.label)
        cell = self.cell(declared, value)
        return Labelled(declared.name, label, self.with_unit(cell, self.unit(declared)))

    def heading(self, declared: Field) -> Cell:
        unit = self.unit(declared)
        return Cell(f"{_(declared.label)} ({unit})" if unit else _(declared.label), look_of(declared))

    def unit(self, declared: Field) -> str:
        return {Kind.MONEY: self.currency, Kind.PERCENT: "%"}.get(declared.kind, "")

    def with_unit(self, cell: Cell, unit: str) -> Cell:
        return Cell(f"{cell.text}\u00a0{unit}", cell.look) if cell.text and unit else cell


def look_of(declared: Field) -> str:
    """How values of a field are set: see Cell."""
    if declared.kind is Kind.LONG_TEXT:
        return "rich"
    if declared.is_numeric and declared.name != "year":
        return "number"
    return "short" if declared.kind in (Kind.DATE, Kind.TIME, Kind.CHOICE, Kind.INTEGER) else "text"


def reference_ids(stored: str | None) -> list[int]:
    """The ids in a stored list of references."""
    return [int(part) for part in (stored or "").strip("[]").split(",") if part.strip()]


def names_of(cursor: Cursor, snapshot: Snapshot) -> dict[str, dict[int, str]]:
    """What the records that a plan refers to are called, by record name and id."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for record in (PLAN, *BELONGING):
        rows = [snapshot.plan] if record is PLAN else snapshot.rows.get(record.name, {}).values()
        for declared in record.fields:
            if declared.kind is Kind.REFERENCE:
                wanted[declared.refers_to].update(row[declared.name] for row in rows if row[declared.name] is not None)
            elif declared.kind is Kind.REFERENCES:
                wanted["staff"].update(each for row in rows for each in reference_ids(row[declared.name]))
    return {record: reference_rows.select_names(cursor, record, sorted(wanted[record])) if wanted[record] else {} for record in REFERABLE}


def make_table(reader: CellReader, record: Record, rows: list[Row], fields: Sequence[Field] = ()) -> Table:
    """Rows as a table of these fields, or of those that any of the rows fills."""
    fields = fields or filled_fields(record, rows)
    headings = tuple(reader.heading(each) for each in fields)
    body = tuple(zip(*(reader.column(each, [row[each.name] for row in rows]) for each in fields), strict=True))
    total: tuple[Cell, ...] = ()
    if any(each.total for each in fields) and len(rows) > 1:
        sums = [sum((row[each.name] or 0 for row in rows), Decimal(0)) if each.total else None for each in fields]
        total = tuple(reader.cell(each, value) if value is not None else Cell("") for each, value in zip(fields, sums, strict=True))
        total = (Cell(_("Total")), *total[1:]) if not fields[0].total else total
    return Table(_(record.label_plural), headings, body, total)


def filled_fields(record: Record, rows: list[Row], *, leave_out: Collection[str] = ()) -> list[Field]:
    return [each for each in record.editable if each.name not in leave_out and any(row[each.name] is not None for row in rows)]
