"""Staff over HTTP: everybody may see their colleagues, administrators change them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits, Model, RecordId, page_model
from api.paging import Limit, Offset, page_of
from services.staff import add_staff, get_staff, list_staff, set_password, update_staff

router = APIRouter(prefix="/v1/staff", tags=["staff"], responses=RESPONSES)


class Person(BaseModel):
    id: int
    name: str
    email: str
    role_id: int
    role: str
    active: bool
    language: str | None
    version: int
    change_set_id: int | None = None


class NewPerson(Model):
    """`name`, `email` and `role_id` are required; without a password nobody can sign in as them yet."""

    name: str | None = None
    email: str | None = None
    role_id: int | None = None
    language: str | None = None
    password: str | None = None


class NewPassword(Model):
    password: str


PersonPage = page_model("PersonPage", Person)


@router.get("", response_model=PersonPage)
def read_staff(
    db: CurrentDatabase, actor: CurrentActor, q: Annotated[str, Query(max_length=255)] = "", offset: Offset = 0, limit: Limit = 100
) -> dict[str, Any]:
    """Everybody, active people first, by name; `q` finds words in name, e-mail and role."""
    return page_of(list_staff(db, actor, q), offset, limit)


@router.post("", status_code=201, response_model=Person)
def post_staff(db: CurrentDatabase, actor: CurrentActor, body: NewPerson) -> dict[str, Any]:
    """Create a person. Administrators only."""
    given = body.model_dump(exclude_none=True)
    password = given.pop("password", "")
    return add_staff(db, actor, given, password=password)


@router.get("/{staff_id}", response_model=Person)
def read_person(staff_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """One person."""
    return get_staff(db, actor, staff_id)


@router.patch("/{staff_id}", response_model=Person)
def patch_person(staff_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> dict[str, Any]:
    """Change name, e-mail, role, language, or whether somebody is active. Administrators only."""
    person, change_set_id = update_staff(db, actor, staff_id, body.as_edits(staff_id))
    return {**person, "change_set_id": change_set_id}


@router.put("/{staff_id}/password", status_code=204)
def put_password(staff_id: RecordId, db: CurrentDatabase, actor: CurrentActor, body: NewPassword) -> Response:
    """Give somebody a new password; they are signed out everywhere. Administrators only."""
    set_password(db, actor, staff_id, body.password)
    return Response(status_code=204)
