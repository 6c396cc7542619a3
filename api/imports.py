"""Importing plans over HTTP: compare a file with what is stored, look at the rows, write the good ones."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.background import BackgroundTask

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.jobs import JobModel, job_to_wire, send_file
from services.errors import FieldProblem, Invalid
from services.exports import XLSX
from services.files.table import MOST_BYTES
from services.imports.outcome import ChangedSince, Options, Outcome, PlanImport
from services.imports.plans import Applied
from services.imports.report import ImportRow, read_rows, write_refused
from services.imports.work import find_import, start_comparing, start_writing
from services.language import translate as _

router = APIRouter(prefix="/v1/imports/plans", tags=["imports"], responses=RESPONSES)


class ValueChangeModel(BaseModel):
    field: str
    label: str
    old: str
    new: str


class ImportRowModel(BaseModel):
    """A row of the file: its line, what becomes of it (created, changed, unchanged, refused, changed since export), and why."""

    line: int
    outcome: str
    plan_id: int | None
    title: str
    changes: list[ValueChangeModel]
    reasons: list[str]
    warnings: list[str]


class ImportRowPage(BaseModel):
    items: list[ImportRowModel]
    total: int


class AppliedModel(BaseModel):
    """What was written, and the change set that undoes it. `moved_on` are lines whose plan was changed since the comparison."""

    created: int
    changed: int
    new_clients: int
    moved_on: list[int]
    change_set_id: int | None


class ImportModel(BaseModel):
    """A compared file: how many rows of each outcome, and which heading was taken for which field."""

    id: str
    headings: list[str]
    mapping: dict[str, str]
    counts: dict[str, int]
    new_clients: int
    total: int
    items: list[ImportRowModel]
    applied: AppliedModel | None = None


def _row(row: ImportRow) -> ImportRowModel:
    changes = [ValueChangeModel(field=each.field, label=each.label, old=each.old, new=each.new) for each in row.changes]
    return ImportRowModel(
        line=row.line,
        outcome=row.outcome,
        plan_id=row.plan_id,
        title=row.title,
        changes=changes,
        reasons=row.reasons,
        warnings=row.warnings,
    )


def _applied(applied: Applied) -> AppliedModel:
    return AppliedModel(
        created=applied.created,
        changed=applied.changed,
        new_clients=applied.new_clients,
        moved_on=applied.moved_on,
        change_set_id=applied.change_set_id,
    )


def _import(db: CurrentDatabase, actor: CurrentActor, import_id: str, prepared: PlanImport, applied: Applied | None = None) -> ImportModel:
    return ImportModel(
        id=import_id,
        headings=prepared.table.headings,
        mapping={prepared.table.headings[place]: target for place, target in prepared.mapping.items()},
        counts={str(each): count for each, count in prepared.counts.items()},
        new_clients=prepared.new_clients,
        total=prepared.table.rows,
        items=[_row(each) for each in read_rows(db, actor, prepared)],
        applied=_applied(applied) if applied else None,
    )


def _headings(text: str) -> dict[str, str] | None:
    """The mapping of a form field. Raises Invalid."""
    if not text.strip():
        return None
    try:
        given: Any = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise Invalid([FieldProblem("mapping", _("Give a JSON object of headings and fields."))])
    return given


def read_upload(file: UploadFile) -> bytes:
    """The content of an uploaded file, never more than one byte beyond what is allowed."""
    return file.file.read(MOST_BYTES + 1)


@router.post("", status_code=201)
def post_import(
    db: CurrentDatabase,
    actor: CurrentActor,
    file: Annotated[UploadFile, File(description="An Excel workbook (its first sheet) or delimited text")],
    mapping: Annotated[str, Form(description='{"Heading": "field"} as JSON; without it the headings are guessed')] = "",
    dry_run: Annotated[bool, Form()] = True,
    changed_since: Annotated[ChangedSince, Form()] = ChangedSince.SKIP,
    create_clients: Annotated[bool, Form()] = False,
    use_existing: Annotated[bool, Form()] = False,
) -> ImportModel:
    """Compare a file of plans with what is stored, row by row; without `dry_run` also write the good rows, as one change set.

    Rows with an id change that plan, rows without create one. Answers the first 100 rows; `/v1/imports/plans/ID/rows` has them all.
    """
    options = Options(changed_since, create_clients=create_clients, use_existing=use_existing)
    job = start_comparing(db, actor, read_upload(file), (file.filename or "file")[:200], headings=_headings(mapping), options=options)
    job.wait()
    prepared = find_import(actor, job.id)
    applied = None if dry_run else start_writing(db, actor, job.id).wait()
    return _import(db, actor, job.id, prepared, applied)


@router.get("/{import_id}")
def read_import(import_id: str, db: CurrentDatabase, actor: CurrentActor) -> ImportModel:
    """A compared file again, with its first 100 rows."""
    return _import(db, actor, import_id, find_import(actor, import_id))


@router.get("/{import_id}/rows")
def read_import_rows(
    import_id: str,
    db: CurrentDatabase,
    actor: CurrentActor,
    outcome: Annotated[list[Outcome], Query()] = [],
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> ImportRowPage:
    """Rows of a compared file with old and new values, of these outcomes only where some are named."""
    prepared = find_import(actor, import_id)
    rows = read_rows(db, actor, prepared, outcome, offset=offset, limit=limit)
    return ImportRowPage(items=[_row(each) for each in rows], total=len(prepared.rows_of(outcome)))


@router.get("/{import_id}/refused", response_class=FileResponse, responses={200: {"content": {XLSX: {}}, "description": "The workbook"}})
def read_refused(import_id: str, db: CurrentDatabase, actor: CurrentActor) -> FileResponse:
    """The rows that were not taken, with the reason in front, to be mended and imported."""
    made = write_refused(db, actor, find_import(actor, import_id))
    response = send_file(made)
    response.background = BackgroundTask(made.path.unlink, missing_ok=True)
    return response


@router.post("/{import_id}/apply", status_code=202)
def post_apply(import_id: str, db: CurrentDatabase, actor: CurrentActor) -> JobModel:
    """Begin writing the good rows of a compared file; `/v1/jobs/ID` tells how far it is and can cancel it."""
    return job_to_wire(start_writing(db, actor, import_id))
