"""Clients over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, Model, RecordId, page_model, record_model, values_model
from api.sheet_models import AppliedModel, SheetModel, SheetPatch, applied_answer, sheet_body, sheet_edits
from data.records import CLIENT
from services.clients import (
    client_to_wire,
    create_client,
    delete_client,
    find_namesakes,
    get_client,
    list_clients,
    merge_clients,
    update_client,
)
from services.contact_sheet import apply_to_contacts, read_contact_sheet
from services.settings import read_settings

router = APIRouter(prefix="/v1/clients", tags=["clients"], responses=RESPONSES)

_MORE: dict[str, Any] = {"parent_client": (str | None, None), "plans": (int, 0), "contacts": (int, 0)}
ClientModel = record_model("Client", CLIENT, **_MORE)
ClientPage = page_model("ClientPage", record_model("FoundClient", CLIENT, found_contact=(str | None, None), **_MORE))
NewClient = values_model("NewClient", CLIENT)


class Merge(Model):
    """The client that is merged into the one addressed."""

    other_id: Annotated[int, Field(ge=1, le=2**31 - 1)]


@router.get("", response_model=ClientPage)
def read_clients(
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    sort: str = "",
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> JSONResponse:
    """Clients by name, or by `sort`; `q` finds every word in name, industry, address, external id or one of the contacts, which `found_contact` names."""
    page = list_clients(db, actor, q, sort, offset=offset, limit=limit)
    return JSONResponse({"items": [client_to_wire(each) for each in page.items], "total": page.total})


@router.post("", status_code=201, response_model=ClientModel)
def post_client(db: CurrentDatabase, actor: CurrentActor, body: NewClient) -> JSONResponse:  # type: ignore[valid-type]
    """Create a client; only `name` is required. `same_name` lists clients that are called the same already."""
    client, change_set_id = create_client(db, actor, body.model_dump(exclude_none=True))  # type: ignore[attr-defined]
    same_name = find_namesakes(db, actor, client["name"], but=client["id"])
    return JSONResponse({**client_to_wire(client), "same_name": same_name, "change_set_id": change_set_id}, status_code=201)


@router.get("/{client_id}", response_model=ClientModel)
def read_client(client_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """One client."""
    return JSONResponse(client_to_wire(get_client(db, actor, client_id)))


@router.patch("/{client_id}", response_model=ClientModel)
def patch_client(client_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
    """Change fields of a client, all or nothing; 409 shows both values where somebody else changed one meanwhile."""
    client, change_set_id = update_client(db, actor, client_id, body.as_edits(client_id))
    return JSONResponse({**client_to_wire(client), "change_set_id": change_set_id})


@router.delete("/{client_id}", status_code=204)
def remove_client(client_id: RecordId, db: CurrentDatabase, actor: CurrentActor, with_plans: bool = False) -> Response:
    """Put a client into the trash. 409 while it has plans, unless `with_plans` takes them along. `X-Change-Set-Id` names what to undo."""
    outcome = delete_client(db, actor, client_id, with_plans=with_plans)
    return Response(status_code=204, headers={"x-change-set-id": str(outcome.change_set_id)})


@router.post("/{client_id}/merge", response_model=ClientModel)
def post_merge(client_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Merge) -> JSONResponse:
    """Merge another client into this one: its plans, contacts and children move here, empty fields are filled, it goes to the trash."""
    client, change_set_id = merge_clients(db, actor, client_id, body.other_id)
    return JSONResponse({**client_to_wire(client), "change_set_id": change_set_id})


@router.get("/{client_id}/sheets/contact", response_model=SheetModel)
def read_contacts_of_client(
    client_id: RecordId, db: CurrentDatabase, actor: CurrentActor, since: Annotated[int | None, Query(ge=0, le=2**62)] = None
) -> JSONResponse:
    """The contacts of a client as a sheet; with `since`, only those touched after that activity id."""
    found = read_contact_sheet(db, actor, client_id, since=since)
    return JSONResponse(sheet_body(found, read_settings(db).currency))


@router.patch(
    "/{client_id}/sheets/contact", response_model=AppliedModel, responses={409: {"model": AppliedModel}, 422: {"model": AppliedModel}}
)
def patch_contacts_of_client(client_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: SheetPatch) -> JSONResponse:
    """Save contacts in one change set, as the sheets of a plan are saved; deleted rows go to the trash, rows cannot be moved."""
    answer, status = applied_answer(apply_to_contacts(db, actor, client_id, sheet_edits(body)), actor.language)
    return JSONResponse(answer, status_code=status)
