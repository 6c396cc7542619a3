"""What changed since when, and undo of a change set, over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic import Field as ModelField

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from services.feed import MOST, read_feed
from services.undo import undo_change_set

router = APIRouter(prefix="/v1", tags=["changes"], responses=RESPONSES)
Id = Annotated[int, Query(ge=1, le=2**31 - 1)]


class Change(BaseModel):
    id: int
    change_set_id: int
    record: str
    record_id: int
    plan_id: int | None
    action: str
    field: str | None


class Changes(BaseModel):
    items: list[Change]
    total: int = ModelField(description="How many changes there are after `since`, also where they are too many to list.")
    next: int = ModelField(description="The `since` of the next call.")
    reset: bool = ModelField(description="More changed than fits: read everything anew.")


class KeptValue(BaseModel):
    """What an undo left as it is, because it was changed since, and why."""

    record: str
    record_id: int
    field: str | None
    reason: str
    current: str | None
    label: str = ModelField("", description="The field or record in words.")


class UndoneModel(BaseModel):
    change_set_id: int | None = ModelField(description="The change set of the undo itself, which can be undone in turn.")
    restored: int
    kept: list[KeptValue]


@router.get("/changes", response_model=Changes)
def read_changes(
    db: CurrentDatabase,
    actor: CurrentActor,
    since: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    plan: Id | None = None,
    record: Annotated[list[str], Query()] = [],
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> JSONResponse:
    """Changes after the activity id `since`, of one plan and of the named record types where given; without `since`, where to start."""
    feed = read_feed(db, actor, since, plan_id=plan, records=record, limit=limit)
    return JSONResponse({"items": feed.items, "total": feed.total, "next": feed.next, "reset": feed.reset})


@router.post("/change-sets/{change_set_id}/undo", response_model=UndoneModel)
def post_undo(change_set_id: Annotated[int, Path(ge=1, le=2**31 - 1)], db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """Undo a change set as far as its values still stand; what does not is listed. 409 where it was undone already."""
    return JSONResponse(asdict(undo_change_set(db, actor, change_set_id)))
