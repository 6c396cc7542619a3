"""The sheets of a plan over HTTP: reading one, and saving what was typed, pasted, added, deleted and moved."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.sheet_models import AppliedModel, PeopleToChoose, SheetModel, SheetPatch, applied_answer, sheet_body, sheet_edits
from services import sheets
from services.settings import read_settings

router = APIRouter(prefix="/v1/plans/{plan_id}/sheets", tags=["sheets"], responses=RESPONSES)
PlanId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/{sheet}", response_model=SheetModel)
def read_sheet(
    plan_id: PlanId, sheet: str, db: CurrentDatabase, actor: CurrentActor, since: Annotated[int | None, Query(ge=0, le=2**62)] = None
) -> JSONResponse:
    """A sheet with its columns and all rows in order; with `since`, only the rows touched after that activity id."""
    found = sheets.read_sheet(db, actor, plan_id, sheet, since=since)
    return JSONResponse({**sheet_body(found, read_settings(db).currency), "plan_id": plan_id})


@router.get("/{sheet}/people/{column}", response_model=PeopleToChoose)
def read_people(
    plan_id: PlanId,
    sheet: str,
    column: str,
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> JSONResponse:
    """People whom a column of this sheet may name: active staff, or contacts of the plan's client."""
    found = sheets.people_to_choose(db, actor, plan_id, sheet, column, q=q, limit=limit)
    return JSONResponse({"items": [{name: row[name] for name in ("id", "name", "detail")} for row in found], "total": len(found)})


@router.patch("/{sheet}", response_model=AppliedModel, responses={409: {"model": AppliedModel}, 422: {"model": AppliedModel}})
def patch_sheet(plan_id: PlanId, sheet: str, db: CurrentDatabase, actor: CurrentActor, body: SheetPatch) -> JSONResponse:
    """Save in one change set: every acceptable cell is stored, the others are listed under `errors` and `conflicts`.

    200 where something was stored or nothing was wrong; 422 where nothing was and cells were refused; 409 where cells only conflict.
    """
    answer, status = applied_answer(sheets.apply(db, actor, plan_id, sheet, sheet_edits(body)), actor.language)
    return JSONResponse(answer, status_code=status)
