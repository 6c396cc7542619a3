"""The activity log over HTTP: its entries, the change sets they belong to as a person reads them, and reverting one entry."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic import Field as ModelField

from api.changes import UndoneModel
from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import RecordId, page_model
from api.paging import Limit, Offset
from data.activity_log import ActivityFilter
from services.activity import activity_filter, list_activity, list_change_sets, show_values, within_days
from services.undo import revert_entry

router = APIRouter(prefix="/v1", tags=["activity"], responses=RESPONSES)
Id = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
Ids = Annotated[list[Annotated[int, ModelField(ge=1, le=2**31 - 1)]], Query()]


class Entry(BaseModel):
    """One entry: a field that went from `old_value` to `new_value`, or a whole row (JSON) that was added or deleted, `field` null then."""

    id: int
    change_set_id: int
    happened_at: datetime
    staff_id: int | None
    source: str
    record: str
    record_id: int
    plan_id: int | None
    action: str
    field: str | None
    old_value: str | None
    new_value: str | None


class EntryInWords(BaseModel):
    id: int
    kind: str
    record: str
    record_id: int
    what: str
    label: str
    old: str
    new: str
    is_cut: bool
    plan_id: int | None = None
    plan: str = ""


class ChangeSet(BaseModel):
    """A change set with its first entries in the words of the person's language."""

    id: int
    happened_at: datetime
    person: str
    action: str
    source: str
    entry_count: int = ModelField(description="Entries that match the filter.")
    record_count: int = ModelField(description="Entries in all.")
    is_undone: bool
    may_undo: bool
    entries: list[EntryInWords]


class Values(BaseModel):
    """Full values in words: of a field, or of the fields of a row that was added or deleted."""

    old: str
    new: str
    values: list[tuple[str, str]]


EntryPage = page_model("ActivityPage", Entry)
ChangeSetPage = page_model("ChangeSetPage", ChangeSet)


def _wanted(
    db: CurrentDatabase,
    actor: CurrentActor,
    plan: Id = None,
    template: Id = None,
    client: Id = None,
    record: Annotated[list[str], Query()] = [],
    record_id: Id = None,
    staff: Ids = [],
    field: Annotated[list[str], Query()] = [],
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
    change_set: Id = None,
) -> ActivityFilter:
    """What of the log is asked for. `from` and `to` are days of the installation's time zone."""
    wanted = activity_filter(
        actor,
        plan_id=plan,
        template_id=template,
        client_id=client,
        record=record,
        record_id=record_id,
        staff=staff,
        fields=field,
        change_set_id=change_set,
    )
    return within_days(db, wanted, from_, to)


Wanted = Annotated[ActivityFilter, Depends(_wanted)]


@router.get("/activity", response_model=EntryPage)
def read_activity(db: CurrentDatabase, wanted: Wanted, offset: Offset = 0, limit: Limit = 100) -> JSONResponse:
    """Entries, the latest first. `from` and `to` are days of the installation's time zone."""
    items, total = list_activity(db, wanted, offset=offset, limit=limit)
    return JSONResponse({"items": [{**each, "happened_at": _wire(each["happened_at"])} for each in items], "total": total})


@router.get("/activity/{activity_id}", response_model=Values)
def read_values(activity_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """The full values of one entry, in words."""
    return asdict(show_values(db, actor, activity_id))


@router.post("/activity/{activity_id}/revert", response_model=UndoneModel)
def post_revert(activity_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """Revert one entry, where its value still stands."""
    return asdict(revert_entry(db, actor, activity_id))


@router.get("/change-sets", response_model=ChangeSetPage)
def read_change_sets(
    db: CurrentDatabase,
    actor: CurrentActor,
    wanted: Wanted,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=0, le=100)] = 20,
    entries: Annotated[int, Query(ge=0, le=1000)] = 12,
) -> JSONResponse:
    """Change sets that hold matching entries, the latest first, in the words of the person's language."""
    found, total = list_change_sets(db, actor, wanted, offset=offset, limit=limit, most_entries=entries)
    return JSONResponse({"items": [{**asdict(each), "happened_at": _wire(each.happened_at)} for each in found], "total": total})


def _wire(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds") + "Z"
