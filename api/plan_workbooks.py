"""A plan as an Excel workbook over HTTP: taking it away, and bringing it back edited."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel

from api.errors import RESPONSES
from api.files import attachment
from api.identity import CurrentActor, CurrentDatabase
from api.imports import ValueChangeModel, read_upload
from api.models import RecordId
from services.exports import XLSX
from services.workbooks.export import export_workbook
from services.workbooks.report import Options, Report
from services.workbooks.work import find_compared, start_comparing, start_writing

router = APIRouter(prefix="/v1/plans", tags=["plans"], responses=RESPONSES)
MOST_SHOWN = 1000


class WorkbookRowModel(BaseModel):
    """A row and what becomes of it: added, changed, moved, deleted, missing, changed since export, or refused, and why.

    `line` is where it stands in its sheet; it is null of the plan's own fields and of what is not in the file.
    """

    record: str
    sheet: str
    line: int | None
    id: int | None
    outcome: str
    title: str
    changes: list[ValueChangeModel]
    reasons: list[str]


class WorkbookImportModel(BaseModel):
    """What was written, or of a dry run what would be, and the change set that undoes it. `items` are the first 1,000 rows that are
    not unchanged; `notes` name sheets and columns that were not understood."""

    dry_run: bool
    counts: dict[str, int]
    items: list[WorkbookRowModel]
    notes: list[str]
    change_set_id: int | None


def _answer(report: Report) -> WorkbookImportModel:
    items = [
        WorkbookRowModel(
            record=row.record,
            sheet=row.sheet,
            line=row.line,
            id=row.row_id,
            outcome=row.outcome,
            title=row.title,
            changes=[ValueChangeModel(field=each.field, label=each.label, old=each.old, new=each.new) for each in row.changes],
            reasons=row.reasons,
        )
        for row in report.rows[:MOST_SHOWN]
    ]
    counts = {str(outcome): count for outcome, count in report.counts.items()}
    return WorkbookImportModel(
        dry_run=report.is_dry_run, counts=counts, items=items, notes=report.notes, change_set_id=report.change_set_id
    )


@router.get("/{plan_id}/workbook", response_class=Response, responses={200: {"content": {XLSX: {}}, "description": "The workbook"}})
def read_workbook(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """The plan as an Excel workbook in the language of the person asking: its fields on the first sheet, then a sheet for each grid."""
    made = export_workbook(db, actor, plan_id)
    return Response(made.content, media_type=XLSX, headers=attachment(made.name))


@router.post("/{plan_id}/workbook")
def post_workbook(
    plan_id: RecordId,
    db: CurrentDatabase,
    actor: CurrentActor,
    file: Annotated[UploadFile, File(description="The workbook of this plan, exported earlier and edited")],
    dry_run: Annotated[bool, Form()] = True,
    overwrite: Annotated[bool, Form(description="Also write cells that somebody changed since the export")] = False,
    delete_missing: Annotated[bool, Form(description="Delete rows that are missing from the file")] = False,
) -> WorkbookImportModel:
    """Say row by row what an edited workbook would change in its plan; without `dry_run` also write it, as one change set."""
    job = start_comparing(
        db, actor, plan_id, read_upload(file), (file.filename or "file")[:200], Options(overwrite=overwrite, delete_missing=delete_missing)
    )
    job.wait()
    return _answer(find_compared(actor, job.id).report if dry_run else start_writing(db, actor, job.id).wait())
