"""The person who asks, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Model, page_model
from api.paging import Limit, Offset, page_of
from services.account import change_password, end_other_sessions, end_session, list_sessions, update_me
from services.staff import get_own

router = APIRouter(prefix="/v1/me", tags=["account"], responses=RESPONSES)


class Me(BaseModel):
    id: int
    name: str
    email: str
    role: str
    language: str | None
    permissions: list[str]
    is_administrator: bool


class MyChanges(Model):
    name: str | None = None
    language: str | None = None


class PasswordChange(Model):
    current: str
    password: str


class SessionModel(BaseModel):
    """One place where one is signed in."""

    id: str
    created_at: datetime
    seen_at: datetime
    address: str
    device: str
    is_current: bool


SessionPage = page_model("SessionPage", SessionModel)


@router.get("", response_model=Me)
def read_me(db: CurrentDatabase, actor: CurrentActor) -> dict[str, Any]:
    """Who I am and what I may do."""
    return {**get_own(db, actor), "permissions": sorted(actor.permissions), "is_administrator": actor.is_administrator}


@router.patch("", response_model=Me)
def patch_me(db: CurrentDatabase, actor: CurrentActor, body: MyChanges) -> dict[str, Any]:
    """Change my name or language."""
    update_me(db, actor, body.model_dump(exclude_unset=True))
    return read_me(db, actor)


@router.put("/password", status_code=204)
def put_my_password(db: CurrentDatabase, actor: CurrentActor, body: PasswordChange) -> Response:
    """Change my password; every other session of mine ends."""
    change_password(db, actor, current=body.current, new=body.password)
    return Response(status_code=204)


@router.get("/sessions", response_model=SessionPage)
def read_sessions(db: CurrentDatabase, actor: CurrentActor, offset: Offset = 0, limit: Limit = 100) -> dict[str, Any]:
    """Where I am signed in, this session first."""
    return page_of([session.__dict__ for session in list_sessions(db, actor)], offset, limit)


@router.delete("/sessions", status_code=204)
def delete_sessions(db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Sign out everywhere but here."""
    end_other_sessions(db, actor)
    return Response(status_code=204)


@router.delete("/sessions/{session_id}", status_code=204)
def delete_session_of_mine(session_id: Annotated[str, Path(max_length=64)], db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Sign out in one place."""
    end_session(db, actor, session_id)
    return Response(status_code=204)
