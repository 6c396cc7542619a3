"""Forms of a new plan as a person left them: kept on the server, each under a name of its own, so that neither a reload nor an expired
session loses one, and no form takes away what was typed into another."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from data import plan_drafts as draft_rows
from data.database import Database, now
from services.actors import Actor, Permission
from services.errors import Refused
from services.language import translate as _

LONGEST = 1_000_000
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Draft:
    """What was typed into the form of this name, and when last."""

    form: str
    values: dict[str, Any]
    updated_at: datetime


def new_form() -> str:
    """A name that no other form has."""
    return secrets.token_hex(8)


def read_draft(db: Database, actor: Actor, form: str) -> dict[str, Any]:
    """What this person typed into this form, by field; empty where there is nothing."""
    if actor.staff_id is None:
        return {}
    with db.read() as cursor:
        content = draft_rows.select_draft(cursor, actor.staff_id, form)
    return _values(content)


def latest_draft(db: Database, actor: Actor, *, but: str) -> Draft | None:
    """The form that this person typed into last and did not send, leaving one out."""
    if actor.staff_id is None:
        return None
    with db.read() as cursor:
        found = draft_rows.select_latest(cursor, actor.staff_id, but=but)
    return Draft(found["form"], _values(found["content"]), found["updated_at"]) if found else None


def save_draft(db: Database, actor: Actor, form: str, values: Mapping[str, Any], *, started_from: Mapping[str, Any]) -> str:
    """Keep what this person typed into a form that showed `started_from`. Returns the name it is kept under.

    That is a new one where the same form, open elsewhere, was typed into meanwhile: both are kept.
    Raises NotAllowed, Refused where it is too large to keep.
    """
    actor.require(Permission.CREATE)
    if actor.staff_id is None:
        return form
    content = json.dumps(values, ensure_ascii=False)
    if len(content) > LONGEST:
        raise Refused(_("This is too large."))
    with db.write() as cursor:
        stored = draft_rows.select_draft(cursor, actor.staff_id, form)
        if stored is not None and _values(stored) not in (started_from, values):
            form = new_form()
        draft_rows.upsert_draft(cursor, actor.staff_id, form, content, now())
    return form


def drop_draft(db: Database, actor: Actor, form: str) -> None:
    """Forget what this person typed into this form, once the plan is made."""
    if actor.staff_id is not None:
        with db.write() as cursor:
            draft_rows.delete_draft(cursor, actor.staff_id, form)


def forget_old_drafts(db: Database) -> int:
    """Forget the forms that nobody typed into for 30 days. Returns how many."""
    with db.write() as cursor:
        return draft_rows.delete_untouched(cursor, now() - KEPT_FOR)


def _values(content: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content) if content else {}
    return found
