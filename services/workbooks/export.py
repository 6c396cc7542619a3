"""A plan as an Excel workbook: its fields on the first sheet, then a sheet for each grid, and hidden what the way back needs."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.workbook import Workbook

from data import rows as record_rows
from data.database import Cursor, Database, Row
from data.records import BELONGING, Field, Kind, Record
from services.actors import Actor, Permission
from services.errors import NotFound
from services.export_cells import CHOICE_SEPARATOR, shown_choice
from services.files.cells import fits_cell, parts
from services.files.workbook import LONG_TEXTS
from services.files.workbook_child import FIELDS_SHEET
from services.language import translate as _
from services.plan_fields import plan_record
from services.settings import Settings, read_settings
from services.workbooks.cells import Mark, Words, to_cell
from services.workbooks.layout import grid_fields, grid_records, headings, is_locked, plan_fields, sheet_titles
from services.workbooks.marks import Origin
from services.workbooks.sheets import SheetWriter, letter
from services.workbooks.styles import NOTE, PLAIN, column_width, look_of
from services.workbooks.validations import Lists, hint, validation_of

# Rows below the last one that already have lists to choose from.
SPARE_ROWS = 500
_PLAN_WIDTHS = (22.0, 26.0, 84.0, 44.0)
_CHARACTERS_PER_LINE, _LINE_HEIGHT, _TALLEST = 92, 15.0, 300.0


@dataclass(frozen=True)
class WorkbookFile:
    """A workbook ready to be sent, and how to call it."""

    content: bytes
    name: str


@dataclass
class _Export:
    """The workbook while its sheets are written."""

    record: Record
    plan: Row
    grids: dict[Record, list[Row]]
    words: Words
    settings: Settings
    workbook: Workbook
    origin: Origin
    lists: Lists = field(default_factory=lambda: Lists(f"{FIELDS_SHEET}-lists"))
    long_texts: list[tuple[str | int, ...]] = field(default_factory=list)

    def begin(self, record: Record, title: str, names: Mapping[str, str]) -> None:
        """Remember what a sheet and its headings are."""
        self.origin.titles[title] = record.name
        self.origin.headings[record.name] = {heading: name for name, heading in names.items()}
        self.origin.marks[record.name] = {}

    def cells(self, record: Record, title: str, row: Row, names: Mapping[str, str]) -> dict[str, Any]:
        """The cells of a row by field. What they are is remembered, and the whole of texts that no cell can hold."""
        made, marks = {}, {}
        for declared in record.fields:
            value = row.get(declared.name)
            cell = made[declared.name] = to_cell(declared, value, self.words, self.settings)
            marks[declared.name] = Mark.of(value, cell)
            if isinstance(cell, str) and not fits_cell(cell):
                pieces = enumerate(parts(cell), start=1)
                self.long_texts += [(title, row["id"], names[declared.name], number, part) for number, part in pieces]
        self.origin.marks[record.name][row["id"]] = marks
        return made

    def people(self, declared: Field) -> list[str]:
        return self.words.choices.get(declared.refers_to, [])


def export_workbook(db: Database, actor: Actor, plan_id: int) -> WorkbookFile:
    """The plan as a workbook in the actor's language. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    record, settings = plan_record(db), read_settings(db)
    with db.read() as cursor:
        plan, grids, words = read_plan(cursor, record, plan_id)
    workbook = Workbook(write_only=True)
    workbook.properties.title, workbook.properties.creator = plan["subject"] or "", "Account Planning"
    export = _Export(record, plan, grids, words, settings, workbook, Origin(plan_id, str(plan["created_at"])))
    records = grid_records()
    plan_title, long_title, *titles = sheet_titles([_("Plan"), _("Long texts"), *(_(each.label_plural) for each in records)])
    _write_plan(export, plan_title)
    for each, title in zip(records, titles, strict=True):
        _write_grid(export, each, title)
    if export.long_texts:
        _write_long_texts(export, long_title)
    hidden = SheetWriter.add(workbook, FIELDS_SHEET)
    hidden.sheet.sheet_state = "hidden"
    for row in export.origin.rows({LONG_TEXTS: long_title} if export.long_texts else {}):
        hidden.append([hidden.cell(text) for text in row])
    export.lists.write(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return WorkbookFile(out.getvalue(), f"{plan['subject'] or _('Plan')}.xlsx")


def read_plan(cursor: Cursor, record: Record, plan_id: int) -> tuple[Row, dict[Record, list[Row]], Words]:
    """A plan, the rows of everything that belongs to it, and the words for what they refer to. Raises NotFound."""
    plan = record_rows.select_row(cursor, record, plan_id)
    if plan is None:
        raise NotFound(_("This plan does not exist or is in the trash."))
    rows = {each: record_rows.select_children(cursor, each, plan_id) for each in BELONGING}
    return plan, rows, Words.read(cursor, plan["client_id"], [(record, [plan]), *rows.items()])


def _write_plan(export: _Export, title: str) -> None:
    fields = plan_fields(export.record)
    names = headings(fields)
    export.begin(export.record, title, names)
    writer = SheetWriter.add(export.workbook, title, _PLAN_WIDTHS, freeze="C2")
    cells = export.cells(export.record, title, export.plan, names)
    for number, declared in enumerate(fields, start=2):
        if (height := _height(cells[declared.name])) > _LINE_HEIGHT:
            writer.sheet.row_dimensions[number].height = height
    writer.header((_("Section"), _("Field"), _("Value"), _("Note")))
    section = None
    for declared in fields:
        is_fixed = is_locked(export.record, declared)
        shown = _(declared.section or "Approval") if declared.section != section else None
        section = declared.section
        value = writer.cell(cells[declared.name], look_of(declared, is_locked=is_fixed, is_left=True))
        note = _note(declared, is_fixed=is_fixed) or None
        writer.append([writer.cell(shown, NOTE), writer.cell(names[declared.name], NOTE), value, writer.cell(note, NOTE)])
        writer.validate(f"C{writer.rows}", validation_of(declared, export.people(declared), export.lists, is_locked=is_fixed))


def _height(cell: Any) -> float:
    lines = sum(1 + len(line) // _CHARACTERS_PER_LINE for line in cell.split("\n")) if isinstance(cell, str) else 1
    return min(lines * _LINE_HEIGHT, _TALLEST)


def _note(declared: Field, *, is_fixed: bool) -> str:
    """What may stand in a cell, where its look does not say it."""
    if is_fixed:
        return _("Shown to read only")
    words = [declared.help, _("Percent") if declared.kind is Kind.PERCENT else ""]
    if declared.kind in (Kind.CHOICE, Kind.CHOICES):
        words.append(CHOICE_SEPARATOR.join(each if declared.own_choices else shown_choice(declared, each) for each in declared.choices))
    return "\n".join(filter(None, words))[:1000]


def _write_grid(export: _Export, record: Record, title: str) -> None:
    fields = grid_fields(record)
    names = headings(fields)
    export.begin(record, title, names)
    looks = [look_of(each, is_locked=number == 0 or is_locked(record, each)) for number, each in enumerate(fields)]
    writer = SheetWriter.add(export.workbook, title, [7.0, *(column_width(each) for each in record.fields)], freeze="B2")
    for number, look in enumerate(looks):
        writer.look_of_column(number, look)
    writer.header(names.values())
    for row in export.grids[record]:
        cells = {"id": row["id"], **export.cells(record, title, row, names)}
        writer.append([writer.cell(cells[each.name], look) for each, look in zip(fields, looks, strict=True)])
    last = writer.rows + SPARE_ROWS
    writer.validate(f"A2:A{last}", hint(_("By this the row is known again. Leave it empty in a new row.")))
    for number, declared in enumerate(record.fields, start=1):
        validation = validation_of(declared, export.people(declared), export.lists, is_locked=looks[number].is_locked)
        writer.validate(f"{letter(number)}2:{letter(number)}{last}", validation)
    writer.sheet.auto_filter.ref = f"A1:{letter(len(record.fields))}{max(writer.rows, 2)}"


def _write_long_texts(export: _Export, title: str) -> None:
    """Texts that no cell can hold, whole, in pieces one below the other."""
    writer = SheetWriter.add(export.workbook, title, (24.0, 7.0, 24.0, 7.0, 100.0))
    writer.header((_("Sheet"), _("ID"), _("Column"), _("Part"), _("Text")))
    looks = (NOTE, NOTE, NOTE, NOTE, PLAIN)
    for number, piece in enumerate(export.long_texts, start=2):
        writer.sheet.row_dimensions[number].height = _TALLEST
        writer.append([writer.cell(value, look) for value, look in zip(piece, looks, strict=True)])
