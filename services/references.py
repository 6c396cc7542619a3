"""Finding a record to refer to: the client of a plan, the person in charge, the contact of a team row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from data import references as reference_rows
from data.database import Database, Row
from services.actors import Actor, Permission
from services.errors import NotFound
from services.language import translate as _
from services.values import BadValue, clean_text

REFERABLE = ("client", "contact", "staff", "plan", "template")
MOST = 1000


def find_references(db: Database, actor: Actor, record: str, q: str = "", *, of_client: int | None = None, limit: int = 20) -> list[Row]:
    """Id, name and detail of the records that match `q`, best first. `of_client` narrows contacts and plans to one client.

    Raises NotFound for a record that cannot be referred to, BadValue, NotAllowed.
    """
    actor.require(Permission.VIEW)
    if record not in REFERABLE:
        raise NotFound(_("There is nothing of this name to refer to."))
    if of_client is not None and record not in ("contact", "plan"):
        raise BadValue(_("Only contacts and plans belong to a client."))
    with db.read() as cursor:
        return reference_rows.select_references(cursor, record, clean_text(q)[:200], of_client=of_client, limit=min(limit, MOST))


def reference_names(db: Database, actor: Actor, record: str, ids: Iterable[Any]) -> dict[int, str]:
    """What these records are called, by id."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return reference_rows.select_names(cursor, record, [each for each in ids if each is not None])
