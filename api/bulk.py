"""One action on many plans over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Model
from services.bulk import change_status, copy_to_period, count_outside, delete, read_scope
from services.errors import FieldProblem, Invalid
from services.language import translate as _

router = APIRouter(prefix="/v1/plans/bulk", tags=["plans"], responses=RESPONSES)

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Bulk(Model):
    """What to do with which plans: those of `ids`, or all of `filter` (names and values as of `/v1/plans`) except some.

    `count` is how many plans the person confirmed; where they are others by now, nothing is done and 409 tells the new count.
    Copies leave tasks that are Complete behind, unless `with_complete_tasks` asks for them.
    """

    action: Literal["change_status", "copy", "delete"]
    ids: Annotated[list[Id], Field(max_length=1_000_000)] | None = None
    filter: dict[str, list[str]] | None = None
    except_ids: Annotated[list[Id], Field(max_length=1_000_000)] = Field(default_factory=list)
    count: Annotated[int, Field(ge=0)]
    status: str | None = None
    period_type: str | None = None
    period_start: date | None = None
    with_complete_tasks: bool = False


class Selection(Model):
    """Selected plans, and the filter (names and values as of `/v1/plans`) of the list they stand in."""

    ids: Annotated[list[Id], Field(max_length=1_000_000)]
    filter: dict[str, list[str]] = Field(default_factory=dict)


class CountModel(BaseModel):
    count: int


class BulkModel(BaseModel):
    count: int
    changed: int
    change_set_id: int | None


@router.post("", response_model=BulkModel)
def post_bulk(db: CurrentDatabase, actor: CurrentActor, body: Bulk) -> JSONResponse:
    """Change the status of many plans, copy them to a period, or put them into the trash: all of them or none."""
    scope = read_scope(db, actor, body.model_dump(include={"ids", "filter", "except_ids", "count"}))
    if body.action == "change_status":
        outcome = change_status(db, actor, scope, _given(body, "status"))
    elif body.action == "copy":
        outcome = copy_to_period(
            db,
            actor,
            scope,
            period_type=_given(body, "period_type"),
            period_start=_given(body, "period_start"),
            with_complete_tasks=body.with_complete_tasks,
        )
    else:
        outcome = delete(db, actor, scope)
    return JSONResponse({"count": outcome.count, "changed": outcome.changed, "change_set_id": outcome.change_set_id})


@router.post("/outside", response_model=CountModel)
def count_selected_outside(db: CurrentDatabase, actor: CurrentActor, body: Selection) -> dict[str, int]:
    """How many of the selected plans the filter leaves out."""
    return {"count": count_outside(db, actor, body.ids, body.filter)}


def _given(body: Bulk, name: str) -> Any:
    value = getattr(body, name)
    if value is None:
        raise Invalid([FieldProblem(name, _("This action needs {name}.", name=name))])
    return value
