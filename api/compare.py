"""Two plans compared, or one plan with its own past, over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic import Field as ModelField

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import RecordId
from data.database import Row
from data.records import OUTLINE, PLAN, Record
from services.compare import SheetComparison, compare_plans, named
from services.snapshots import Snapshot
from services.values import to_wire

router = APIRouter(prefix="/v1/plans/{plan_id}/compare", tags=["plans"], responses=RESPONSES)

_STATE = ModelField(description="changed, only_left, only_right, same")


class SideModel(BaseModel):
    """A plan as it is compared: as it was at the time `as_of`, or as it is."""

    id: int
    subject: str | None
    as_of: datetime | None


class ComparedField(BaseModel):
    field: str
    state: str = _STATE
    left: Any
    right: Any


class ComparedRow(BaseModel):
    """A row of a grid on both sides, null where it is not there; `differing` names the fields whose values differ."""

    state: str = _STATE
    differing: list[str]
    left: dict[str, Any] | None
    right: dict[str, Any] | None


class ComparedSheet(BaseModel):
    sheet: str
    differences: int
    rows: list[ComparedRow]


class ComparisonModel(BaseModel):
    """What differs stands first: among the fields, among the grids and among the rows of each."""

    left: SideModel
    right: SideModel
    differences: int
    fields: list[ComparedField]
    sheets: list[ComparedSheet]


@router.get("", response_model=ComparisonModel)
def read_comparison(
    plan_id: RecordId,
    db: CurrentDatabase,
    actor: CurrentActor,
    with_: Annotated[
        int | None, Query(alias="with", ge=1, le=2**31 - 1, description="The plan on the right; left out, the same plan.")
    ] = None,
    at: Annotated[date | None, Query(description="Compare the plan of the address as it was at the end of that day.")] = None,
) -> JSONResponse:
    """Compare a plan with another, or as it was on a day with what it is now: every field and every row, both values, what differs first.

    Rows of two plans pair by title, those of one plan by id; objectives and items of two plans are compared by name."""
    found = compare_plans(db, actor, plan_id, with_, day=at)
    fields = [
        {
            "field": pair.field.name,
            "state": pair.state,
            "left": to_wire(pair.field, pair.left),
            "right": to_wire(pair.field, pair.right),
        }
        for pair in found.fields
    ]
    return JSONResponse(
        {
            "left": _side(found.left),
            "right": _side(found.right),
            "differences": found.differences,
            "fields": fields,
            "sheets": [_sheet(each, found.left, found.right) for each in found.sheets],
        }
    )


def _side(side: Snapshot) -> dict[str, Any]:
    subject = PLAN.by_name["subject"]
    return {"id": side.plan["id"], "subject": side.plan["subject"], "as_of": to_wire(subject, side.as_of)}


def _sheet(sheet: SheetComparison, left: Snapshot, right: Snapshot) -> dict[str, Any]:
    rows = [
        {
            "state": pair.state,
            "differing": list(pair.differing),
            "left": _row(sheet.record, pair.left, left),
            "right": _row(sheet.record, pair.right, right),
        }
        for pair in sheet.pairs
    ]
    return {"sheet": sheet.record.name, "differences": sheet.differences, "rows": rows}


def _row(record: Record, row: Row | None, side: Snapshot) -> dict[str, Any] | None:
    if row is None:
        return None
    wire = {"id": row["id"], **{field.name: to_wire(field, row[field.name]) for field in record.fields}}
    return wire | {field.refers_to: named(field, row, side) for field in record.fields if field.refers_to in OUTLINE}
