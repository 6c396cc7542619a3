"""Reading a plan's workbook as it comes back: its sheets by what they are, their cells by field, long texts put together again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from data.records import PLAN
from services.files.table import BadFile, Cell
from services.files.workbook import LONG_TEXTS, read_sheets
from services.files.workbook_child import FIELDS_SHEET
from services.imports.columns import as_text, is_empty
from services.language import translate as _
from services.workbooks.marks import Origin, is_id, read_origin

ID = "id"


@dataclass(frozen=True)
class FileRow:
    """A row that has any cell: the line it stands on, counted from 1, and its cells by field (also `id`)."""

    line: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class FileSheet:
    """The sheet of a grid, or of the plan's own fields, which then has one row. `fields` are those it has cells for."""

    record: str
    title: str
    fields: tuple[str, ...]
    rows: tuple[FileRow, ...]


@dataclass
class PlanFile:
    """A plan's workbook. `notes` say what could not be understood; `pieces` are whole texts by sheet, row id and heading."""

    origin: Origin
    sheets: dict[str, FileSheet] = field(default_factory=dict)
    pieces: dict[tuple[str, int, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def whole_text(self, sheet: FileSheet, row_id: int, name: str) -> str | None:
        """The text whose beginning a cell shows, or None where its pieces are not in the file."""
        heading = next((heading for heading, each in self.origin.headings[sheet.record].items() if each == name), "")
        return self.pieces.get((sheet.title, row_id, heading))


def read_plan_file(content: bytes, name: str, *, check: Callable[[], None] = lambda: None) -> PlanFile:
    """The workbook of a plan. `check` is called often and may raise to stop. Raises BadFile where it is none."""
    if not content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadFile(_not_ours(name))
    sheets = read_sheets(content, name, check=check)
    hidden = next((each.rows for each in sheets if each.is_ours and each.name == FIELDS_SHEET), [])
    origin = read_origin([[as_text(cell) for cell in row] for row in hidden])
    if origin is None:
        raise BadFile(_not_ours(name))
    companions = {as_text(row[0]) for row in hidden if len(row) > 1 and row[1] == LONG_TEXTS}
    found = PlanFile(origin)
    for sheet in sheets:
        if sheet.name in companions:
            found.pieces = _pieces(sheet.rows)
        elif record := origin.titles.get(sheet.name):
            read = _read_plan_fields if record == PLAN.name else _read_grid
            if (rows := read(found, record, sheet.name, sheet.rows)) is not None:
                found.sheets[record] = rows
        elif not sheet.is_ours:
            found.notes.append(_("The sheet {name} does not belong to this workbook and is left out.", name=sheet.name))
    return found


def _not_ours(name: str) -> str:
    return _("{file} is no workbook of a plan. Export the workbook of this plan, change it, and bring that back.", file=name)


def _pieces(rows: Sequence[Sequence[Cell]]) -> dict[tuple[str, int, str], str]:
    """Texts too long for a cell from their pieces: sheet, id, heading, number, text."""
    found: dict[tuple[str, int, str], dict[int, str]] = {}
    for row in rows[1:]:
        sheet, row_id, heading, number, text = (*(as_text(cell) for cell in row[:5]), "", "", "", "", "")[:5]
        if is_id(row_id) and is_id(number):
            found.setdefault((sheet, int(row_id), heading), {})[int(number)] = text
    return {key: "".join(text for _number, text in sorted(each.items())) for key, each in found.items()}


def _read_grid(found: PlanFile, record: str, title: str, rows: Sequence[Sequence[Cell]]) -> FileSheet | None:
    known = found.origin.headings.get(record, {})
    top = next((place for place, row in enumerate(rows) if sum(1 for cell in row if as_text(cell) in known) > 1), None)
    headings = [as_text(cell) for cell in rows[top]] if top is not None else []
    columns = {known[heading]: place for place, heading in enumerate(headings) if heading in known and headings.index(heading) == place}
    if top is None or ID not in columns:
        found.notes.append(
            _("The sheet {name} has no column ID any more, by which rows are known again. Nothing of it is taken.", name=title)
        )
        return None
    taken = set(columns.values())
    filled = {place for row in rows[top + 1 :] for place, cell in enumerate(row) if place not in taken and not is_empty(cell)}
    for place in sorted(filled):
        heading = headings[place] if place < len(headings) and headings[place] else f"({place + 1})"
        found.notes.append(_("The column {column} of the sheet {name} does not belong to it and is left out.", column=heading, name=title))
    made = []
    for line, row in enumerate(rows[top + 1 :], start=top + 2):
        cells = {name: row[place] if place < len(row) else None for name, place in columns.items()}
        if not all(map(is_empty, cells.values())):
            made.append(FileRow(line, cells))
    return FileSheet(record, title, tuple(name for name in columns if name != ID), tuple(made))


def _read_plan_fields(found: PlanFile, record: str, title: str, rows: Sequence[Sequence[Cell]]) -> FileSheet | None:
    """The plan's own fields stand one below the other: the label in one column, the value in the next."""
    known = found.origin.headings.get(record, {})
    places = Counter(place for row in rows for place, cell in enumerate(row) if as_text(cell) in known)
    cells: dict[str, Cell] = {ID: float(found.origin.plan_id)}
    if places:
        column = max(places, key=lambda place: (places[place], -place))
        for row in rows:
            if column < len(row) and (name := known.get(as_text(row[column]))):
                cells.setdefault(name, row[column + 1] if column + 1 < len(row) else None)
    if len(cells) == 1:
        found.notes.append(_("The sheet {name} does not name the fields any more. Nothing of it is taken.", name=title))
        return None
    return FileSheet(record, title, tuple(name for name in cells if name != ID), (FileRow(1, cells),))
