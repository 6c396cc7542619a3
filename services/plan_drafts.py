"""The form of a new plan as a person left it: kept on the server, so that neither a reload nor an expired session loses it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from data import plan_drafts as draft_rows
from data.database import Database, now
from services.actors import Actor, Permission
from services.errors import Refused
from services.language import translate as _

LONGEST = 1_000_000


def read_draft(db: Database, actor: Actor) -> dict[str, Any]:
    """What this person typed last, by field; empty where there is nothing."""
    if actor.staff_id is None:
        return {}
    with db.read() as cursor:
        content = draft_rows.select_draft(cursor, actor.staff_id)
    found: dict[str, Any] = json.loads(content) if content else {}
    return found


def save_draft(db: Database, actor: Actor, values: Mapping[str, Any]) -> None:
    """Keep what this person typed. Raises NotAllowed, Refused where it is too large to keep."""
    actor.require(Permission.CREATE)
    if actor.staff_id is None:
        return
    content = json.dumps(values, ensure_ascii=False)
    if len(content) > LONGEST:
        raise Refused(_("This is too large."))
    with db.write() as cursor:
        draft_rows.upsert_draft(cursor, actor.staff_id, content, now())


def drop_draft(db: Database, actor: Actor) -> None:
    """Forget what this person typed, once the plan is made."""
    if actor.staff_id is not None:
        with db.write() as cursor:
            draft_rows.delete_draft(cursor, actor.staff_id)
