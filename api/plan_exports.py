"""The plans list as a workbook over HTTP: at once, or as long work with progress."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.jobs import JobModel, job_to_wire, send_file
from data.database import Database
from data.plans import PlanFilter, Sort
from services.actors import Actor, Permission
from services.custom_fields import plan_custom_fields
from services.exports import XLSX, export_plans
from services.jobs import start_job
from services.plan_columns import read_columns
from services.plan_query import read_filter, read_sort, without
from services.settings import read_settings, today

router = APIRouter(prefix="/v1/plans/export", tags=["plans"], responses=RESPONSES)


def _view(request: Request, db: Database, actor: Actor, sort: str, columns: list[str]) -> tuple[PlanFilter, Sort, list[str]]:
    custom_fields = plan_custom_fields(db)
    pairs = without(request.query_params.multi_items(), "sort", "columns")
    names = [name for text in columns for name in text.split(",") if name]
    read_columns(names, custom_fields)
    return read_filter(pairs, actor, custom_fields, day=today(read_settings(db))), read_sort(sort, custom_fields), names


@router.get("", response_class=FileResponse, responses={200: {"content": {XLSX: {}}, "description": "The workbook"}})
def read_export(
    request: Request, db: CurrentDatabase, actor: CurrentActor, sort: str = "", columns: Annotated[list[str], Query()] = []
) -> FileResponse:
    """The plans of a filter (the parameters of `/v1/plans`) as an Excel workbook.

    `columns` names the columns in their order, comma-separated or repeated; id and version are always there.
    """
    filters, order, names = _view(request, db, actor, sort, columns)
    made = export_plans(db, actor, filters, order, names)
    response = send_file(made)
    response.background = BackgroundTask(made.path.unlink, missing_ok=True)
    return response


@router.post("", status_code=202)
def post_export(
    request: Request, db: CurrentDatabase, actor: CurrentActor, sort: str = "", columns: Annotated[list[str], Query()] = []
) -> JobModel:
    """Begin the same export as long work: `/v1/jobs/ID` tells how far it is, `/v1/jobs/ID/file` is the workbook."""
    actor.require(Permission.VIEW)
    filters, order, names = _view(request, db, actor, sort, columns)
    return job_to_wire(start_job(actor, "export", lambda progress: export_plans(db, actor, filters, order, names, progress=progress)))
