"""The feed of changes that screens poll to show what others did meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data import activity as activity_rows
from data.database import Database, Row
from services.actors import Actor, Permission

MOST = 1_000


@dataclass(frozen=True)
class Feed:
    """What changed, how much it is, where to ask from next, and whether it was too much to list: then everything is to be read anew."""

    items: list[Row]
    total: int
    next: int
    reset: bool = False


def read_feed(
    db: Database, actor: Actor, since: int | None, *, plan_id: int | None = None, records: Sequence[str] = (), limit: int = MOST
) -> Feed:
    """Changes after the activity id `since`, of all plans or one; without `since`, only where to start. Raises NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        # Read before the items: what is written meanwhile comes with the next call instead of being passed over.
        newest = activity_rows.last_id(cursor)
        if since is None or since >= newest:
            return Feed([], 0, newest)
        items = activity_rows.select_since(cursor, since, plan_id=plan_id, records=records, limit=limit + 1)
        if len(items) > limit:
            return Feed([], activity_rows.count_since(cursor, since, plan_id=plan_id, records=records), newest, reset=True)
    return Feed(items, len(items), max([newest, *(row["id"] for row in items)]))
