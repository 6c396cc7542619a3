"""The plans list as an Excel workbook: exactly the rows and columns of the view, typed cells, ids and versions for the way back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from rustpy_xlsxwriter import write_worksheets

from data import plan_exports
from data import plans as plan_rows
from data.database import Database
from data.plans import PlanFilter, Sort
from data.records import Kind
from services.actors import Actor, Permission
from services.custom_fields import plan_custom_fields
from services.export_cells import CELL_TYPES, LongTexts, cells, column_format, column_width, header_format
from services.files.table import unique_headings
from services.files.workbook import LONG_TEXTS
from services.files.workbook_child import FIELDS_SHEET
from services.jobs import Cancelled, Progress
from services.language import translate as _
from services.plan_columns import ID, VERSION, Column, read_columns
from services.settings import Settings, read_settings, today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ExportFile:
    """A file ready to be sent: where it is, how to call it, what it is, and how many rows it has."""

    path: Path
    name: str
    rows: int
    media_type: str = XLSX


def new_workbook_file() -> Path:
    """An empty temporary file for a workbook, which the caller removes."""
    with tempfile.NamedTemporaryFile(prefix="account-planning-", suffix=".xlsx", delete=False) as file:
        return Path(file.name)


@dataclass
class _Sheet:
    """The list on its way into the workbook: headings, cell types, and what is found out while rows pass."""

    columns: Sequence[Column]
    settings: Settings
    language: str
    progress: Progress
    long_texts: LongTexts = field(default_factory=LongTexts)
    rows: int = 0

    @property
    def headings(self) -> list[str]:
        return unique_headings([column.label for column in self.columns])

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([(heading, CELL_TYPES[each.field.kind]) for heading, each in zip(self.headings, self.columns, strict=True)])

    def batches(self, source: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        schema = self.schema
        for batch in source:
            ids = batch.column("id")
            arrays = [
                self.long_texts.shortened(ids, heading, cells(column, batch.column(column.name), self.settings, self.language))
                for heading, column in zip(self.headings, self.columns, strict=True)
            ]
            self.rows += batch.num_rows
            self.progress.report(self.rows)
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def export_plans(
    db: Database, actor: Actor, filters: PlanFilter, sort: Sort, column_names: Sequence[str] = (), *, progress: Progress | None = None
) -> ExportFile:
    """Write the plans of a view to a new temporary workbook, which the caller removes.

    The columns are those named, in their order (none: the default ones), with the id first and the version last in any case.
    Raises Invalid for an unknown column, NotAllowed, Cancelled.
    """
    actor.require(Permission.VIEW)
    custom_fields = plan_custom_fields(db)
    settings = read_settings(db)
    wanted = [each for each in read_columns(column_names, custom_fields) if each.name not in (ID.name, VERSION.name)]
    sheet = _Sheet([Column(ID.name, ID), *wanted, Column(VERSION.name, VERSION)], settings, actor.language, progress or Progress())
    path = new_workbook_file()
    try:
        with db.read() as cursor:
            texts = [each.name for each in wanted if each.field.kind is Kind.LONG_TEXT]
            has_long_texts = plan_exports.has_long_texts(cursor, filters, texts, custom_fields)
            sheet.progress.begin(_("Writing plans"), plan_rows.count_plans(cursor, filters, custom_fields))
            source = plan_exports.select_export(cursor, filters, sort, [each.name for each in sheet.columns], custom_fields)
            _write(path, sheet, source, has_long_texts=has_long_texts)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return ExportFile(path, f"{_('plans')}-{today(settings):%Y-%m-%d}.xlsx", sheet.rows)


def _write(path: Path, sheet: _Sheet, source: pa.RecordBatchReader, *, has_long_texts: bool) -> None:
    plans, long_texts = _("Plans"), _("Long texts")
    # Hidden, so that the file comes back in any language: which field each heading stands for, and where the long texts are.
    fields = [each.name for each in sheet.columns]
    names = pa.table({"heading": [*sheet.headings, long_texts], "field": [*fields, LONG_TEXTS]})
    rows = pa.RecordBatchReader.from_batches(sheet.schema, sheet.batches(source))
    try:
        write_worksheets(
            # The sheet of long texts is written after the list, when they are known.
            [(plans, rows), (long_texts, sheet.long_texts.reader()), (FIELDS_SHEET, names)],
            str(path),
            freeze_panes={plans: {"row": 1, "col": 1}, long_texts: {"row": 1, "col": 0}},
            autofilter={plans: True},
            column_formats={plans: [column_format(each.field) for each in sheet.columns]},
            column_widths={plans: [column_width(each.field) for each in sheet.columns]},
            header_format={plans: header_format(), long_texts: header_format()},
            sheet_view={FIELDS_SHEET: {"hidden": True}, long_texts: {"hidden": not has_long_texts}},
        )
    except RuntimeError as error:
        # The writer wraps what was raised while rows passed.
        if sheet.progress.is_cancelled:
            raise Cancelled(_("Cancelled. Nothing was changed.")) from error
        raise
