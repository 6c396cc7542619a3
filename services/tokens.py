"""API tokens: a person makes one, sees it once, and can revoke it; administrators can revoke everybody's."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from data import tokens as token_rows
from data.database import Database, Row, now
from services.actors import Actor, Source
from services.errors import FieldProblem, Invalid, NotAllowed, NotFound, Refused
from services.language import translate as _
from services.sessions import token_hash
from services.values import BadValue, clean_text

MOST_TOKENS = 50
LONGEST_NAME = 255
# Recognised by programs that search code and logs for secrets.
PREFIX = "ap_"


@dataclass(frozen=True)
class NewToken:
    """A token just made; `token` is stored nowhere."""

    id: int
    name: str
    token: str


def create_token(db: Database, actor: Actor, *, name: str) -> NewToken:
    """Make a token that stands for this person. Raises Invalid, Refused (too many), NotAllowed where a token asks for another."""
    if actor.staff_id is None or actor.source is Source.API:
        raise NotAllowed(_("A token cannot make another one. Sign in to make it."))
    return issue_token(db, actor.staff_id, name)


def issue_token(db: Database, staff_id: int, name: str) -> NewToken:
    """Make a token for this person without asking who wants it: for the command line, whose user owns the database."""
    try:
        name = clean_text(name).strip()
    except BadValue as error:
        raise Invalid([FieldProblem("name", error.message)]) from error
    if not name:
        raise Invalid([FieldProblem("name", _("Say what this token is for."))])
    if len(name) > LONGEST_NAME:
        raise Invalid(
            [FieldProblem("name", _("Shorten this to {longest} characters; it has {length}.", longest=LONGEST_NAME, length=len(name)))]
        )
    token = PREFIX + secrets.token_urlsafe(32)
    with db.write() as cursor:
        if token_rows.count_tokens(cursor, staff_id) >= MOST_TOKENS:
            raise Refused(_("There are {most} tokens already. Revoke one first.", most=MOST_TOKENS))
        token_id = token_rows.insert_token(cursor, staff_id=staff_id, name=name, token_hash=token_hash(token), at=now())
    return NewToken(token_id, name, token)


def list_tokens(db: Database, actor: Actor) -> list[Row]:
    """The person's own tokens in force, newest first."""
    with db.read() as cursor:
        return token_rows.select_tokens(cursor, staff_id=actor.staff_id)


def list_all_tokens(db: Database, actor: Actor) -> list[Row]:
    """Everybody's tokens in force. Administrators only."""
    actor.require_administrator()
    with db.read() as cursor:
        return token_rows.select_tokens(cursor)


def revoke_token(db: Database, actor: Actor, token_id: int) -> None:
    """Revoke a token of one's own, or anybody's for an administrator. Raises NotFound."""
    with db.write() as cursor:
        if not token_rows.update_revoked(cursor, token_id, now(), staff_id=None if actor.is_administrator else actor.staff_id):
            raise NotFound(_("This token no longer exists."))
