"""What one sheet of a workbook that comes back says: cells that were touched, read and compared with what is stored by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data.database import Cursor, Row
from data.records import ITEM, OBJECTIVE, OUTLINE, Field, Kind, Record
from services.errors import BadValue
from services.files.cells import is_shortened
from services.files.table import Cell
from services.files.workbook_child import NO_RESULT
from services.imports.columns import as_text, is_empty, read_column
from services.language import translate as _
from services.sheet_cells import PEOPLE, read_cells
from services.values import read_wire, to_wire
from services.workbooks.cells import Mark, Words, digest, normal, shown, stored_digest
from services.workbooks.layout import is_locked, label
from services.workbooks.marks import Marks
from services.workbooks.reading import FileRow, FileSheet, PlanFile
from services.workbooks.report import Options, RowOutcome

Key = int | str
"""A row by its id, or one to add by a key of its own."""


@dataclass(frozen=True)
class Told:
    """Why something of a row is not taken."""

    outcome: RowOutcome
    sentence: str


@dataclass
class SheetRows:
    """Which row of a sheet is which: the rows that were exported by id, those to add by key, and their lines."""

    known: dict[int, FileRow] = field(default_factory=dict)
    new: dict[str, FileRow] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)
    order: list[Key] = field(default_factory=list)
    copied_from: dict[str, int] = field(default_factory=dict)
    told: dict[Key, list[Told]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, sheet: FileSheet, marks: Marks) -> SheetRows:
        """Tell the rows of a sheet apart. Of rows with one id, as copying a row makes them, the one most like it keeps it."""
        rows, wanted = cls(), defaultdict(list)
        for row in sheet.rows:
            text = as_text(row.cells["id"]).strip()
            if text.isascii() and text.isdecimal() and len(text) < 10 and int(text) in marks:
                wanted[int(text)].append(row)
        keeper = {row_id: max(found, key=lambda row: _likeness(row, marks[row_id])) for row_id, found in wanted.items()}
        of_line = {row.line: row_id for row_id, found in wanted.items() for row in found}
        for row in sheet.rows:
            row_id = of_line.get(row.line)
            if row_id is not None and keeper[row_id] is row:
                rows.known[row_id] = row
                key: Key = row_id
            else:
                key = f"line {row.line}"
                if row_id is None and not is_empty(row.cells["id"]):
                    sentence = _(
                        "The workbook was exported without a row of this ID. Leave the ID empty to add the row; its ID was {id}.",
                        id=as_text(row.cells["id"])[:50],
                    )
                    rows.told[key].append(Told(RowOutcome.REFUSED, sentence))
                elif row_id is not None:
                    rows.copied_from[key] = row_id
                rows.new[key] = row
            rows.lines[key] = row.line
            rows.order.append(key)
        return rows


def _likeness(row: FileRow, marks: Mapping[str, Mark]) -> int:
    return sum(1 for name, mark in marks.items() if name in row.cells and is_untouched(row.cells[name], mark))


def is_untouched(cell: Cell, mark: Mark) -> bool:
    """Whether a cell says what it said when the workbook was made; of a long text, its beginning."""
    found = digest(normal(cell))
    return found == (mark.beginning or mark.cell)


@dataclass
class Comparison:
    """One sheet compared: values in stored form (words for objectives and items) by row and field, and what is not taken.

    `marks` are those of this sheet, `stored` its rows as they are now.
    """

    record: Record
    file: PlanFile
    sheet: FileSheet
    marks: Marks
    stored: dict[int, Row]
    words: Words
    options: Options
    language: str
    rows: SheetRows
    values: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def tell(self, key: Key, outcome: RowOutcome, sentence: str, declared: Field | None = None) -> None:
        self.rows.told[key].append(Told(outcome, f"{label(declared)}: {sentence}" if declared else sentence))

    def compare(self, cursor: Cursor, client_id: int) -> None:
        """Read every cell that was touched. What is left in `values` is to be written."""
        for declared in self.record.fields:
            if declared.name in self.sheet.fields:
                self._compare(cursor, client_id, declared)
        for key in self.rows.new:
            # A row is added whole or not at all: mended and brought in again it would stand there twice.
            if self.rows.told.get(key):
                self.values.pop(key, None)

    def _compare(self, cursor: Cursor, client_id: int, declared: Field) -> None:
        touched = self._touched(declared)
        if is_locked(self.record, declared):
            for key in touched:
                self.tell(key, RowOutcome.REFUSED, _("Shown to read only: a change here is not taken over."), declared)
            return
        for key in [key for key, cell in touched.items() if cell == NO_RESULT]:
            self.tell(
                key,
                RowOutcome.REFUSED,
                _("The formula here has no result. Open the file in Excel, save it, and bring it in again."),
                declared,
            )
            del touched[key]
        read, problems = self._read(cursor, client_id, declared, touched)
        for key, sentence in problems.items():
            self.tell(key, RowOutcome.REFUSED, sentence, declared)
        for key, value in read.items():
            if isinstance(key, str) or self._is_to_write(key, declared, value):
                self.values.setdefault(key, {})[declared.name] = value

    def _touched(self, declared: Field) -> dict[Key, Cell]:
        """The cells of a field that do not say any more what they said, and the filled ones of rows to add."""
        found: dict[Key, Cell] = {}
        for row_id, row in self.rows.known.items():
            cell, mark = row.cells[declared.name], self.marks[row_id].get(declared.name)
            if mark is None or not is_untouched(cell, mark):
                found[row_id] = cell
            elif mark.beginning:
                whole = self.file.whole_text(self.sheet, row_id, declared.name)
                if whole is not None and digest(normal(whole)) != mark.cell:
                    found[row_id] = whole
        locked = is_locked(self.record, declared)
        new: dict[Key, Cell] = (
            {}
            if locked
            else {key: row.cells[declared.name] for key, row in self.rows.new.items() if not is_empty(row.cells[declared.name])}
        )
        return {key: cell for key, cell in self._whole(declared, {**found, **new}).items() if isinstance(key, str) or self._is_there(key)}

    def _whole(self, declared: Field, cells: dict[Key, Cell]) -> dict[Key, Cell]:
        """The cells with the whole texts in place of their beginnings; beginnings that were changed are refused."""
        for key, cell in list(cells.items()):
            if not (isinstance(cell, str) and is_shortened(cell)):
                continue
            source = self.rows.copied_from.get(key) if isinstance(key, str) else None
            mark = self.marks[source].get(declared.name) if source is not None else None
            whole = self.file.whole_text(self.sheet, source, declared.name) if source is not None else None
            if whole is not None and mark is not None and is_untouched(cell, mark):
                cells[key] = whole
            else:
                del cells[key]
                sentence = _("Only the beginning of a long text stands here. Change the whole text on the sheet of long texts.")
                self.tell(key, RowOutcome.REFUSED, sentence, declared)
        return cells

    def _is_there(self, row_id: int) -> bool:
        if row_id not in self.stored and not any(each.outcome is RowOutcome.CONFLICT for each in self.rows.told.get(row_id, ())):
            self.tell(row_id, RowOutcome.CONFLICT, _("This row was deleted meanwhile."))
        return row_id in self.stored

    def _read(self, cursor: Cursor, client_id: int, declared: Field, cells: Mapping[Key, Cell]) -> tuple[dict[Key, Any], dict[Key, str]]:
        """The cells of one field in stored form, and a sentence for each that cannot be taken."""
        if not cells:
            return {}, {}
        if declared.refers_to in OUTLINE:
            return self._read_names(declared, cells)
        if declared.refers_to in PEOPLE:
            named = {(key, declared.name): as_text(cell) for key, cell in cells.items()}
            values, errors = read_cells(cursor, self.record, client_id, named, as_text=True, language=self.language)
            return {key: value for (key, _name), value in values.items()}, {each.row: each.reason for each in errors}
        keys = list(cells)
        column = read_column(declared, list(cells.values()), self.language)
        problems = {keys[place]: sentence for place, sentence in column.problems.items()}
        return {key: value for key, value in zip(keys, column.values.to_pylist(), strict=True) if key not in problems}, problems

    def _read_names(self, declared: Field, cells: Mapping[Key, Cell]) -> tuple[dict[Key, Any], dict[Key, str]]:
        """Names of objectives or items: which they are, or whether they are new, is found when they are written."""
        name = replace((OBJECTIVE if declared.refers_to == OBJECTIVE.name else ITEM).by_name["name"], required=False)
        values: dict[Key, Any] = {}
        problems: dict[Key, str] = {}
        for key, cell in cells.items():
            try:
                values[key] = read_wire(name, " ".join(as_text(cell).split()))
            except BadValue as error:
                problems[key] = error.message
            else:
                if declared.refers_to == ITEM.name and isinstance(key, str) and not self.values.get(key, {}).get("objective_id"):
                    problems[key] = _("Name the objective of this item first.")
        return {key: value for key, value in values.items() if key not in problems}, problems

    def _is_to_write(self, row_id: int, declared: Field, value: Any) -> bool:
        """Whether a value of an exported row is another than the stored one, and nobody changed that since."""
        now = self.stored[row_id][declared.name]
        if self.is_same(declared, now, value):
            return False
        mark = self.marks[row_id].get(declared.name)
        if self.options.overwrite or (mark is not None and mark.stored == stored_digest(now)):
            return True
        sentence = _(
            "somebody changed this to “{theirs}” since the export; the file says “{yours}”.",
            theirs=self.said(declared, now),
            yours=self.said(declared, value),
        )
        self.tell(row_id, RowOutcome.CONFLICT, sentence, declared)
        return False

    def is_same(self, declared: Field, stored: Any, value: Any) -> bool:
        """Whether a stored value is what a cell says. Objectives and items are compared by their names, as everywhere."""
        if declared.refers_to in OUTLINE and isinstance(value, str):
            name = None if stored is None else " ".join(self.words.word(declared.refers_to, stored).split())
            return name is not None and name.casefold() == value.casefold()
        return bool(stored == value)

    def said(self, declared: Field, value: Any) -> str:
        """A value as a sentence quotes it."""
        text = value if declared.refers_to in OUTLINE and isinstance(value, str) else shown(declared, value, self.words, self.language)
        return (text if len(text) <= 200 else f"{text[:200]}…") or _("empty")

    def wire(self, key: Key) -> dict[str, Any]:
        """The values of a row as JSON values, which is what the grids take."""
        fields = self.record.by_name
        return {
            name: value if fields[name].refers_to in OUTLINE else to_wire(fields[name], value)
            for name, value in self.values.get(key, {}).items()
        }

    def is_as_exported(self, row_id: int) -> bool:
        row = self.stored[row_id]
        return all(name not in row or mark.stored == stored_digest(row[name]) for name, mark in self.marks[row_id].items())

    def stands_already(self, key: str, others: Sequence[Row]) -> Row | None:
        """A row added since the export that says what this row to add says: the file was brought in before."""
        given = self.values.get(key, {})
        for row in others:
            if all(
                self.is_same(declared, row[declared.name], given.get(declared.name))
                or (declared.name not in given and (declared.required or declared.name not in self.sheet.fields))
                for declared in self.record.editable
                if declared.kind is not Kind.TREE
            ):
                return row
        return None
