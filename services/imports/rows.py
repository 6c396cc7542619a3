"""The rows of a file in stored form: every mapped column read, references found, periods and names filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pyarrow as pa

from data.records import PLAN, Field, Kind
from services.files.cells import is_shortened
from services.files.table import Cell, Table
from services.imports.columns import ARROW_TYPES, is_empty, read_column
from services.imports.outcome import Options, Reason
from services.imports.period_cells import PERIOD_WORDS, Period, read_period
from services.imports.references import Names, ReadReferences, read_references
from services.imports.targets import words
from services.language import translate as _
from services.plan_columns import REFERENCES, Column
from services.values import BadValue

# Where these are empty in a row without id, the defaults of Settings stand in.
DEFAULTED = ("status", "period_type", "period_start")
PERIOD = ("period_type", "period_start")


@dataclass
class Rows:
    """Columns being read: values by stored column name, and reasons by row."""

    table: Table
    targets: dict[str, Column]
    places: dict[str, int]
    language: str
    problems: dict[int, list[Reason]] = field(default_factory=dict)
    columns: dict[str, pa.Array] = field(default_factory=dict)
    references: dict[str, ReadReferences] = field(default_factory=dict)
    new_clients: dict[int, str] = field(default_factory=dict)

    def cells(self, target: str) -> list[Cell]:
        return self.table.columns[self.places[target]]

    def refuse(self, row: int, target: str, sentence: str) -> None:
        self.problems.setdefault(row, []).append(Reason(target, sentence))

    @property
    def given(self) -> set[str]:
        """The columns of the plan that the file itself speaks of, by stored name."""
        names = {self.targets[target].field.name for target in self.places} - {"id", "version", "time"}
        return names | set(PERIOD) if {"time", *PERIOD} & set(self.places) else names

    def refuse_shape(self) -> None:
        """Refuse rows that have cells under no heading: their columns may be shifted."""
        for row, line in enumerate(self.table.lines if self.table.too_wide else ()):
            if line in self.table.too_wide:
                self.refuse(row, "", _("This row has more cells than there are headings."))

    def accept(self, name: str, taken: Mapping[int, tuple[Reason, Any]]) -> None:
        """Take values of one column after all that were refused: by row, the reason it was refused for, and the value."""
        values = self.columns[name].to_pylist()
        for row, (reason, value) in taken.items():
            values[row] = value
            self.problems[row].remove(reason)
            if not self.problems[row]:
                del self.problems[row]
        self.columns[name] = pa.array(values, self.columns[name].type)

    def read_ids(self) -> None:
        """Ids and versions: whole numbers, or nothing; an id stands in one row only."""
        for target in ("id", "version"):
            if target not in self.places:
                self.columns[target] = pa.nulls(self.table.rows, pa.int32())
                continue
            read = read_column(replace(self.targets[target].field, minimum=None), self.cells(target), self.language)
            sentence = _("Enter the id of an existing plan, or nothing to create one.") if target == "id" else _("Enter a whole number.")
            for row in read.problems:
                self.refuse(row, target, sentence)
            values = read.values.to_pylist()
            for row, value in enumerate(values):
                if value is not None and not 0 < value < 2**31:
                    values[row] = None
                    self.refuse(row, target, sentence)
            self.columns[target] = pa.array(values, pa.int32())
        first: dict[int, int] = {}
        for row, plan_id in enumerate(self.columns["id"].to_pylist()):
            if plan_id is not None and (earlier := first.setdefault(plan_id, row)) != row:
                self.refuse(row, "id", _("Line {line} has plan {id} already.", line=self.table.lines[earlier], id=plan_id))

    def read_fields(self) -> None:
        """Every mapped column that is a field of the plan with a value of its own."""
        for target in self.places:
            declared = self.targets[target].field
            if target in (*PERIOD, "id", "version", "time") or declared.kind is Kind.REFERENCE:
                continue
            cells = self.cells(target)
            if declared.kind is Kind.LONG_TEXT:
                cells = self._whole_texts(target, cells)
            read = read_column(replace(declared, required=declared.required and target not in DEFAULTED), cells, self.language)
            self.columns[declared.name] = read.values
            for row, sentence in read.problems.items():
                self.refuse(row, target, sentence)

    def _whole_texts(self, target: str, cells: list[Cell]) -> list[Cell]:
        """Texts that were too long for a cell, from the sheet that keeps them whole."""
        heading = self.table.headings[self.places[target]]
        whole = list(cells)
        ids = self.columns["id"]
        for row, cell in enumerate(cells):
            if isinstance(cell, str) and is_shortened(cell):
                text = self.table.long_texts.get((ids[row].as_py() or 0, heading))
                if text is None:
                    self.refuse(row, target, _("Only the beginning of this text is in the file. Bring the sheet of long texts along."))
                whole[row] = text
        return whole

    def read_references(self, clients: Names, staff: Names, options: Options) -> None:
        """Clients and people by name, address or id. With `create_clients`, names nobody has are kept as new clients."""
        client_target = "client_id" if "client_id" in self.places and "client" not in self.places else "client"
        if client_target in self.places:
            cells = self.cells(client_target)
            if {"client", "client_id"} <= set(self.places):
                cells = [name if is_empty(number) else number for number, name in zip(self.cells("client_id"), cells, strict=True)]
            found = read_references(
                PLAN.by_name["client_id"],
                cells,
                clients,
                nobody=_("There is no client {name}."),
                several=_("Several clients are called {name}. Give the id of one."),
            )
            if options.create_clients:
                longest = 255
                for row, name in list(found.unknown.items()):
                    if name.isdecimal() or len(name) > longest:
                        continue
                    self.new_clients[row] = name
                    del found.problems[row]
            self.references["client_id"] = found
        if "person_in_charge" in self.places:
            self.references["person_in_charge_id"] = read_references(
                PLAN.by_name["person_in_charge_id"],
                self.cells("person_in_charge"),
                staff,
                nobody=_("Nobody is called {name}."),
                several=_("Several people are called {name}. Give the e-mail address of one."),
            )

    def refuse_references(self) -> None:
        """Take the references over, with the reasons of those that were not found."""
        shown = {stored: name for name, stored in REFERENCES.items()}
        for name, found in self.references.items():
            self.columns[name] = found.values
            for row, sentence in found.problems.items():
                self.refuse(row, shown[name], sentence)

    def read_periods(self) -> tuple[list[Period | None], list[Period | None]]:
        """What the column of period names says, and what those of type and start say, row by row."""
        named: list[Period | None] = [None] * self.table.rows
        stated: list[Period | None] = [None] * self.table.rows
        if "time" in self.places:
            named = self._read_each("time", read_period)
        if "period_type" in self.places or "period_start" in self.places:
            kinds = self._read_each("period_type", _period_type)
            starts: list[date | None] = [None] * self.table.rows
            if "period_start" in self.places:
                read = read_column(replace(PLAN.by_name["period_start"], required=False), self.cells("period_start"), self.language)
                starts = read.values.to_pylist()
                for row, sentence in read.problems.items():
                    self.refuse(row, "period_start", sentence)
            stated = [None if kind is None and start is None else (kind, start) for kind, start in zip(kinds, starts, strict=True)]
        return named, stated

    def _read_each(self, target: str, read: Callable[[Cell], Any]) -> list[Any]:
        if target not in self.places:
            return [None] * self.table.rows
        cells = self.cells(target)
        values: dict[Cell, Any] = {}
        refused: dict[Cell, str] = {}
        for cell in set(cells):
            try:
                values[cell] = None if is_empty(cell) else read(cell)
            except BadValue as error:
                values[cell], refused[cell] = None, error.message
        if refused:
            for row, cell in enumerate(cells):
                if cell in refused:
                    self.refuse(row, target, refused[cell])
        return [values[cell] for cell in cells]

    def arrow(self, fields: Sequence[Field], stored_version: pa.Array, period: tuple[list[str], list[date]]) -> pa.Table:
        """The rows as a table for the database."""
        self.columns["period_type"] = pa.array(period[0], pa.string())
        self.columns["period_start"] = pa.array(period[1], pa.date32())
        count = self.table.rows
        made: dict[str, pa.Array] = {
            "row": pa.array(range(count), pa.int32()),
            "id": self.columns["id"],
            "stored_version": stored_version,
            "new_client": pa.array([self.new_clients.get(row) for row in range(count)], pa.string()),
        }
        for each in fields:
            made[each.name] = self.columns.get(each.name, pa.nulls(count, ARROW_TYPES[each.kind]))
        return pa.table(made)


def _period_type(cell: Cell) -> str:
    kind = PERIOD_WORDS.get(words(str(cell)))
    if kind is None:
        raise BadValue(_("Choose one of: {choices}.", choices=", ".join(PLAN.by_name["period_type"].choices)))
    return kind
