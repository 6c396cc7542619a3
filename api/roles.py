"""Roles over HTTP: named sets of permissions, which administrators change."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, RecordId, page_model, values_model
from api.paging import Limit, Offset, page_of
from data.records import ROLE
from services.roles import create_role, delete_role, list_roles, update_role

router = APIRouter(prefix="/v1/roles", tags=["staff"], responses=RESPONSES)


class Role(BaseModel):
    id: int
    name: str
    can_view: bool
    can_create: bool
    can_edit: bool
    can_delete: bool
    is_administrator: bool
    people: int
    version: int
    change_set_id: int | None = None


RolePage = page_model("RolePage", Role)
NewRole = values_model("NewRole", ROLE)


@router.get("", response_model=RolePage)
def read_roles(db: CurrentDatabase, actor: CurrentActor, offset: Offset = 0, limit: Limit = 100) -> dict[str, Any]:
    """Every role with its permissions and the number of people who have it."""
    return page_of(list_roles(db, actor), offset, limit)


@router.post("", status_code=201, response_model=Role)
def post_role(db: CurrentDatabase, actor: CurrentActor, body: NewRole) -> dict[str, Any]:  # type: ignore[valid-type]
    """Create a role; what is not given is not allowed. Administrators only."""
    return create_role(db, actor, body.model_dump(exclude_none=True))  # type: ignore[attr-defined]


@router.patch("/{role_id}", response_model=Role)
def patch_role(role_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> dict[str, Any]:
    """Rename a role or change its permissions, at once for everybody who has it. Administrators only."""
    role, change_set_id = update_role(db, actor, role_id, body.as_edits(role_id))
    return {**role, "change_set_id": change_set_id}


@router.delete("/{role_id}", status_code=204)
def delete_one(role_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Delete a role that nobody has. Administrators only. The header `X-Change-Set-Id` names what to undo."""
    return Response(status_code=204, headers={"x-change-set-id": str(delete_role(db, actor, role_id))})
