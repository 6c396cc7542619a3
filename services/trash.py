"""The trash: what was deleted, by whom and when; bringing it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data import trash as trash_rows
from data.database import Database, Row
from data.records import CLIENT, CONTACT, CUSTOM_FIELD, PLAN, RECORDS, TEMPLATE, Record
from data.trash import TrashFilter
from services.actors import Actor, Permission
from services.changes import Changes, Outcome, change_set
from services.errors import FieldProblem, Invalid, NotFound, Refused
from services.language import translate as _
from services.language import translate_plural as _n
from services.plain_text import clean_text

KEPT_FOR = timedelta(days=30)
MOST_PER_PAGE = 1000
OPEN_TO_STAFF = (PLAN.name, CLIENT.name, CONTACT.name, TEMPLATE.name)
ADMINISTERED = (CUSTOM_FIELD.name,)
Items = Mapping[str, Sequence[int]]
"""Ids by record name."""


@dataclass(frozen=True)
class Selected:
    """Everything of the trash that matches, as a person saw it: `count` guards against what came in meanwhile."""

    q: str
    record: str | None
    count: int


def trash_filter(actor: Actor, *, q: str = "", record: str | None = None) -> TrashFilter:
    """What of the trash this actor may see, narrowed. Raises Invalid, NotAllowed."""
    actor.require(Permission.VIEW)
    visible = (*OPEN_TO_STAFF, *(ADMINISTERED if actor.is_administrator else ()))
    if record is not None and record not in visible:
        raise Invalid([FieldProblem("record", _("Choose one of: {choices}.", choices=", ".join(visible)), value=record)])
    return TrashFilter((record,) if record else visible, clean_text(q).strip()[:200])


def list_trash(
    db: Database, actor: Actor, *, q: str = "", record: str | None = None, offset: int = 0, limit: int = 100
) -> tuple[list[Row], int]:
    """One page of the trash, what was deleted last first, and how much there is in all.

    Each item has record, id, title, detail, deleted_at, deleted_by (name), deleted_by_id and `gone_at`, when it is deleted for good.
    """
    wanted = trash_filter(actor, q=q, record=record)
    with db.read() as cursor:
        total = trash_rows.count_trash(cursor, wanted)
        items = trash_rows.select_trash(cursor, wanted, offset=offset, limit=min(limit, MOST_PER_PAGE))
    return [{**item, "gone_at": gone_at(item["deleted_at"])} for item in items], total


def gone_at(deleted_at: datetime) -> datetime:
    """When what was deleted at this time (UTC) is deleted for good."""
    return deleted_at + KEPT_FOR


def resolve(db: Database, actor: Actor, selected: Selected) -> Items:
    """The ids that a selection means now. Raises Refused where it has become another number than the person was shown."""
    with db.read() as cursor:
        found = trash_rows.select_trash_ids(cursor, trash_filter(actor, q=selected.q, record=selected.record))
    count = sum(len(ids) for ids in found.values())
    if count != selected.count:
        raise Refused(
            _n(
                "The trash has changed meanwhile: this is {count} item now. Look at it again.",
                "The trash has changed meanwhile: these are {count} items now. Look at them again.",
                count,
            )
        )
    return found


def records_of(actor: Actor, items: Items) -> list[tuple[Record, list[int]]]:
    """Items by record, in the order in which they are restored. Raises NotFound for a name without a trash, NotAllowed."""
    if unknown := set(items) - {*OPEN_TO_STAFF, *ADMINISTERED}:
        raise NotFound(_("There is no trash for {name}.", name=sorted(unknown)[0][:100]))
    if any(items.get(name) for name in ADMINISTERED):
        actor.require_administrator()
    order = (CUSTOM_FIELD.name, CLIENT.name, CONTACT.name, TEMPLATE.name, PLAN.name)
    return [(RECORDS[name], sorted(set(items[name]))) for name in order if items.get(name)]


def require_trashed(changes: Changes, record: Record, ids: Sequence[int]) -> dict[int, str]:
    """What these are called. Raises NotFound unless all of them lie in the trash."""
    found = trash_rows.select_trashed(changes.cursor, record, ids)
    if missing := len(ids) - len(found):
        raise NotFound(_n("{count} of these is no longer in the trash.", "{count} of these are no longer in the trash.", missing))
    return found


def restore(db: Database, actor: Actor, items: Items) -> Outcome:
    """Bring items back as they were, all or none, with the client they belong to and with what was deleted in the same step.

    The count is that of everything that came back. Raises NotFound, NotAllowed.
    """
    actor.require(Permission.EDIT)
    with change_set(db, actor, "restore") as changes:
        count = 0
        for record, ids in records_of(actor, items):
            require_trashed(changes, record, ids)
            if record is CLIENT:
                plan_ids = trash_rows.select_plans_deleted_with(changes.cursor, ids)
                count += changes.restore(PLAN, plan_ids) if plan_ids else 0
            elif record in (PLAN, CONTACT):
                owners = trash_rows.select_trashed_owners(changes.cursor, record, ids)
                count += changes.restore(CLIENT, owners) if owners else 0
            count += changes.restore(record, ids)
    return Outcome(count, changes.id)
