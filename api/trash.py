"""The trash over HTTP: what lies in it, bringing it back, deleting it for good."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, model_validator
from pydantic import Field as ModelField

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Model, RecordId, page_model
from api.paging import Limit, Offset
from services.purge import empty_trash, purge
from services.trash import Items, Selected, list_trash, resolve, restore

router = APIRouter(prefix="/v1/trash", tags=["trash"], responses=RESPONSES)
MOST_ITEMS = 10_000


class TrashItem(BaseModel):
    """Something deleted: what it is, who deleted it when (UTC), and when it is deleted for good."""

    record: str
    id: int
    title: str | None
    detail: str | None
    deleted_at: datetime
    deleted_by: str | None
    deleted_by_id: int | None
    gone_at: datetime


class Item(Model):
    record: str
    id: Annotated[int, ModelField(ge=1, le=2**31 - 1)]


class Matching(Model):
    """Everything that matches, with the count that was shown: where it has changed, nothing happens."""

    q: Annotated[str, ModelField(max_length=200)] = ""
    record: str | None = None
    count: int


class Wanted(Model):
    """Either single items, or everything that matches."""

    items: Annotated[list[Item], ModelField(max_length=MOST_ITEMS)] | None = None
    matching: Matching | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        if (self.items is None) == (self.matching is None):
            raise ValueError("Give either items or matching.")
        return self


class Restored(BaseModel):
    count: int = ModelField(description="How many came back, those that belong to what was asked for included.")
    change_set_id: int | None


class Purged(BaseModel):
    count: int


TrashPage = page_model("TrashPage", TrashItem)


@router.get("", response_model=TrashPage)
def read_trash(
    db: CurrentDatabase,
    actor: CurrentActor,
    q: Annotated[str, Query(max_length=200)] = "",
    record: str | None = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> JSONResponse:
    """What lies in the trash, what was deleted last first."""
    items, total = list_trash(db, actor, q=q, record=record, offset=offset, limit=limit)
    for item in items:
        for name in ("deleted_at", "gone_at"):
            item[name] = item[name].isoformat(timespec="seconds") + "Z"
    return JSONResponse({"items": items, "total": total})


@router.post("/restore", response_model=Restored)
def post_restore(db: CurrentDatabase, actor: CurrentActor, body: Wanted) -> dict[str, Any]:
    """Bring back, all or none, with the client it belongs to and what was deleted in the same step."""
    outcome = restore(db, actor, _items(db, actor, body))
    return {"count": outcome.count, "change_set_id": outcome.change_set_id}


@router.post("/purge", response_model=Purged)
def post_purge(db: CurrentDatabase, actor: CurrentActor, body: Wanted) -> dict[str, Any]:
    """Delete for good, all or none. This cannot be undone."""
    return {"count": purge(db, actor, _items(db, actor, body))}


@router.delete("", status_code=204)
def delete_all(db: CurrentDatabase, actor: CurrentActor, count: Annotated[int, Query(ge=0)]) -> Response:
    """Delete everything in the trash for good, where it holds `count` items. Administrators only. This cannot be undone."""
    empty_trash(db, actor, count=count)
    return Response(status_code=204)


@router.delete("/{record}/{row_id}", status_code=204)
def delete_one(record: str, row_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Delete one item for good. This cannot be undone."""
    purge(db, actor, {record: [row_id]})
    return Response(status_code=204)


def _items(db: CurrentDatabase, actor: CurrentActor, body: Wanted) -> Items:
    if body.matching is not None:
        return resolve(db, actor, Selected(body.matching.q, body.matching.record, body.matching.count))
    found: dict[str, list[int]] = defaultdict(list)
    for item in body.items or []:
        found[item.record].append(item.id)
    return found
