"""Contacts of clients over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, RecordId, page_model, record_model, values_model
from data.records import CONTACT
from services.contacts import contact_to_wire, create_contact, delete_contact, get_contact, list_contacts, update_contact

router = APIRouter(prefix="/v1/contacts", tags=["contacts"], responses=RESPONSES)

ContactModel = record_model("Contact", CONTACT, client=(str | None, None))
ContactPage = page_model("ContactPage", ContactModel)
NewContact = values_model("NewContact", CONTACT)


@router.get("", response_model=ContactPage)
def read_contacts(
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    client: Annotated[list[Annotated[int, Query(ge=1, le=2**31 - 1)]], Query()] = [],
    sort: str = "",
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> JSONResponse:
    """Contacts by name, or by `sort`, of these clients or of all."""
    page = list_contacts(db, actor, q, sort, clients=client, offset=offset, limit=limit)
    return JSONResponse({"items": [contact_to_wire(each) for each in page.items], "total": page.total})


@router.post("", status_code=201, response_model=ContactModel)
def post_contact(db: CurrentDatabase, actor: CurrentActor, body: NewContact) -> JSONResponse:  # type: ignore[valid-type]
    """Create a contact; `client_id` and `name` are required."""
    contact, change_set_id = create_contact(db, actor, body.model_dump(exclude_none=True))  # type: ignore[attr-defined]
    return JSONResponse({**contact_to_wire(contact), "change_set_id": change_set_id}, status_code=201)


@router.get("/{contact_id}", response_model=ContactModel)
def read_contact(contact_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """One contact."""
    return JSONResponse(contact_to_wire(get_contact(db, actor, contact_id)))


@router.patch("/{contact_id}", response_model=ContactModel)
def patch_contact(contact_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
    """Change fields of a contact, all or nothing; 409 shows both values where somebody else changed one meanwhile."""
    contact, change_set_id = update_contact(db, actor, contact_id, body.as_edits(contact_id))
    return JSONResponse({**contact_to_wire(contact), "change_set_id": change_set_id})


@router.delete("/{contact_id}", status_code=204)
def remove_contact(contact_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Put a contact into the trash. `X-Change-Set-Id` names what to undo."""
    return Response(status_code=204, headers={"x-change-set-id": str(delete_contact(db, actor, contact_id))})
