"""Saved views of the list of plans over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, Model, RecordId, page_model, record_model, values_model
from api.paging import Limit, Offset, page_of
from data.records import VIEW
from services.views import ListState, create_view, delete_view, find_view, list_views, save_list_state, update_view, view_to_wire

router = APIRouter(prefix="/v1/views", tags=["views"], responses=RESPONSES)

Filters = dict[str, list[str]]
Layout = dict[str, dict[str, Any]]
NewView = values_model(
    "NewView",
    VIEW,
    name=(str, ...),
    scope=(str, "personal"),
    filters=(Filters, {}),
    sort=(str, ""),
    columns=(list[str], []),
    layout=(Layout, {}),
)
ViewModel = record_model(
    "View",
    VIEW,
    owner=(str | None, None),
    filters=(Filters, {}),
    columns=(list[str], []),
    layout=(Layout, {}),
    may_change=(bool, False),
)
ViewPage = page_model("ViewPage", ViewModel)


class LastList(Model):
    """How the list is left: the view that is open ("mine", "all", an id, or nothing) and what is shown."""

    opened: str = ""
    filters: Filters = Field(default_factory=dict)
    sort: str = ""
    columns: list[str] = Field(default_factory=list)
    layout: Layout = Field(default_factory=dict)


@router.get("", response_model=ViewPage)
def read_views(db: CurrentDatabase, actor: CurrentActor, offset: Offset = 0, limit: Limit = 1000) -> JSONResponse:
    """The team's views and one's own personal ones, by name."""
    return JSONResponse(page_of([view_to_wire(view, actor) for view in list_views(db, actor)], offset, limit))


@router.post("", status_code=201, response_model=ViewModel)
def post_view(db: CurrentDatabase, actor: CurrentActor, body: NewView) -> JSONResponse:  # type: ignore[valid-type]
    """Save a view. `filters` has the names of the filters of `/v1/plans` with a list of values each."""
    view, change_set_id = create_view(db, actor, body.model_dump())  # type: ignore[attr-defined]
    return JSONResponse({**view_to_wire(view, actor), "change_set_id": change_set_id}, status_code=201)


@router.put("/last", status_code=204)
def put_last(db: CurrentDatabase, actor: CurrentActor, body: LastList) -> None:
    """Remember how one leaves the list, for the next time it is opened."""
    save_list_state(db, actor, ListState(body.opened, body.filters, body.sort, tuple(body.columns), body.layout))


@router.get("/{view_id}", response_model=ViewModel)
def read_view(view_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """One view, of the team or one's own."""
    return JSONResponse(view_to_wire(find_view(db, actor, view_id), actor))


@router.patch("/{view_id}", response_model=ViewModel)
def patch_view(view_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
    """Rename or overwrite a view: its owner, or an administrator where it is the team's."""
    view, change_set_id = update_view(db, actor, view_id, body.as_edits(view_id))
    return JSONResponse({**view_to_wire(view, actor), "change_set_id": change_set_id})


@router.delete("/{view_id}", status_code=204)
def remove_view(view_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Delete a view; the header `X-Change-Set-Id` names what to undo."""
    return Response(status_code=204, headers={"x-change-set-id": str(delete_view(db, actor, view_id))})
