"""API tokens over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Model, RecordId, page_model
from api.paging import Limit, Offset, page_of
from services.tokens import create_token, list_all_tokens, list_tokens, revoke_token

router = APIRouter(prefix="/v1/tokens", tags=["account"], responses=RESPONSES)


class Token(BaseModel):
    id: int
    name: str
    staff_id: int
    staff: str
    created_at: datetime
    used_at: datetime | None


class NewToken(Model):
    """What the token is for."""

    name: str


class CreatedToken(BaseModel):
    """`token` is told only here."""

    id: int
    name: str
    token: str


TokenPage = page_model("TokenPage", Token)


@router.get("", response_model=TokenPage)
def read_tokens(
    db: CurrentDatabase, actor: CurrentActor, everybody: bool = False, offset: Offset = 0, limit: Limit = 100
) -> dict[str, Any]:
    """One's own tokens in force, newest first; `everybody=true` for those of all people, administrators only."""
    return page_of(list_all_tokens(db, actor) if everybody else list_tokens(db, actor), offset, limit)


@router.post("", status_code=201, response_model=CreatedToken)
def post_token(db: CurrentDatabase, actor: CurrentActor, body: NewToken) -> Any:
    """Make a token that stands for the person signed in. A token cannot make another one."""
    return create_token(db, actor, name=body.name).__dict__


@router.delete("/{token_id}", status_code=204)
def delete_token(token_id: RecordId, db: CurrentDatabase, actor: CurrentActor) -> Response:
    """Revoke a token of one's own, or anybody's for an administrator."""
    revoke_token(db, actor, token_id)
    return Response(status_code=204)
