"""Definitions of custom fields over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, RecordId, page_model, record_model, values_model
from api.paging import Limit, Offset, page_of
from data.records import CUSTOM_FIELD
from services.custom_fields import (
    create_definition,
    definition_to_wire,
    find_definition,
    list_definitions,
    trash_definition,
    update_definition,
)

router = APIRouter(prefix="/v1/custom-fields", tags=["custom fields"], responses=RESPONSES)

NewCustomField = values_model("NewCustomField", CUSTOM_FIELD, label=(str, ...), type=(str, ...), options=(list[str] | None, None))
CustomField = record_model("CustomField", CUSTOM_FIELD, name=(str, ...), options=(list[str], []))
CustomFieldPage = page_model("CustomFieldPage", CustomField)


@router.get("", response_model=CustomFieldPage)
def read_custom_fields(db: CurrentDatabase, actor: CurrentActor, offset: Offset = 0, limit: Limit = 1000) -> JSONResponse:
    """Every active definition, in the order of the forms."""
    return JSONResponse(page_of([definition_to_wire(each) for each in list_definitions(db, actor)], offset, limit))


@router.post("", status_code=201, response_model=CustomField)
def post_custom_field(db: CurrentDatabase, actor: CurrentActor, body: NewCustomField) -> JSONResponse:  # type: ignore[valid-type]
    """Define a field. It appears on plans, lists, filters and exports at once. Administrators only."""
    definition, _change_set_id = create_definition(db, actor, body.model_dump(exclude_none=True))  # type: ignore[attr-defined]
    return JSONResponse(definition_to_wire(definition), status_code=201)


@router.get("/{definition_id}", response_model=CustomField)
def read_custom_field(definition_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
    """One active definition."""
    return JSONResponse(definition_to_wire(find_definition(db, actor, definition_id)))


@router.patch("/{definition_id}", response_model=CustomField)
def patch_custom_field(definition_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
    """Change a definition. The type changes only while no plan holds a value. Administrators only."""
    definition, _change_set_id = update_definition(db, actor, definition_id, body.as_edits(definition_id))
    return JSONResponse(definition_to_wire(definition))


@router.delete("/{definition_id}", status_code=204)
def delete_custom_field(definition_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Put a definition into the trash; its values stay until the trash is purged. `X-Change-Set-Id` names what to undo."""
    change_set_id = trash_definition(db, actor, definition_id)
    return Response(status_code=204, headers={"x-change-set-id": str(change_set_id)})
