"""Clients: list, read, create, change, merge duplicates, put into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data import clients as client_rows
from data import rows
from data.database import Cursor, Database, Row
from data.records import CLIENT, PLAN
from services.actors import Actor, Permission
from services.changes import Edit, Outcome, change_set
from services.errors import FieldProblem, Invalid, NotFound, Refused
from services.language import translate as _
from services.language import translate_plural as _n
from services.plans import MOST_PER_PAGE, Page
from services.record_values import read_edits, read_values, require_references
from services.sorting import read_order
from services.values import BadValue, clean_text, to_wire

DEFAULT_SORT = (("name", False),)


def list_clients(db: Database, actor: Actor, q: str = "", sort: str = "", *, offset: int = 0, limit: int = 100) -> Page:
    """One page of clients by name or as `sort` says, with `parent_client`, `plans` and `contacts`. Raises Invalid, NotAllowed.

    `q` also finds clients by their contacts; `found_contact` names the contact where the client's own text would not have been found.
    """
    actor.require(Permission.VIEW)
    order = read_order(sort, client_rows.SORTABLE) or DEFAULT_SORT
    try:
        words = clean_text(q)[:500]
    except BadValue as error:
        raise Invalid([FieldProblem("q", error.message, value=q)]) from error
    with db.read() as cursor:
        items, total = client_rows.select_page(cursor, words, order, offset=offset, limit=min(limit, MOST_PER_PAGE))
    return Page(items, total)


def get_client(db: Database, actor: Actor, client_id: int) -> Row:
    """One client with the name of its parent and how many plans and contacts it has. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return _read_client(cursor, client_id)


def require_client(cursor: Cursor, client_id: int) -> Row:
    """The client as stored. Raises NotFound where it does not exist or is in the trash."""
    found = rows.select_row(cursor, CLIENT, client_id)
    if found is None:
        raise NotFound(_("This client does not exist or is in the trash."))
    return found


def _read_client(cursor: Cursor, client_id: int) -> Row:
    found = client_rows.select_clients(cursor, [client_id])
    if not found:
        raise NotFound(_("This client does not exist or is in the trash."))
    return found[0]


@dataclass(frozen=True)
class Family:
    """Where a client stands among its group: `ancestors` the nearest first, `children` by name; each with id and name."""

    ancestors: list[Row]
    children: list[Row]


def family_of(db: Database, actor: Actor, client_id: int) -> Family:
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return Family(client_rows.select_ancestors(cursor, client_id), client_rows.select_children(cursor, client_id))


def plans_of(db: Database, actor: Actor, client_id: int) -> list[Row]:
    """The plans of a client over time, the latest first, with period, status, planned revenue and person in charge."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return client_rows.select_plans_of(cursor, client_id)


def plans_for_period(db: Database, actor: Actor, client_id: int, period_type: str, period_start: date) -> list[Row]:
    """The plans a client already has for exactly this period: id, subject and status."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return client_rows.select_plans_within(cursor, client_id, period_type, period_start)


def find_namesakes(db: Database, actor: Actor, name: str, *, but: int | None = None) -> list[Row]:
    """Other clients of this name (id, name, address): worth a warning, never a refusal."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return client_rows.select_namesakes(cursor, name.strip(), but=but)


def create_client(db: Database, actor: Actor, given: Mapping[str, Any]) -> tuple[Row, int | None]:
    """Create a client from JSON values; only `name` is required. Returns it and the change set. Raises Invalid, NotAllowed."""
    actor.require(Permission.CREATE)
    values = read_values(CLIENT.by_name, {"name": None, **{name: value for name, value in given.items() if value is not None}})
    values["name"] = values["name"].strip()
    with change_set(db, actor, "create") as changes:
        require_references(changes.cursor, CLIENT.by_name, values)
        made = changes.create(CLIENT, [values])[0]
        changes.finish_derived()
        client = _read_client(changes.cursor, made["id"])
    return client, changes.id


def update_client(db: Database, actor: Actor, client_id: int, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Row, int | None]:
    """Change fields: `{field: {"from": …, "to": …}}`, all or nothing. Returns the client and the change set.

    Raises Invalid (also where a parent would close a circle), Conflict, NotFound, NotAllowed.
    """
    actor.require(Permission.EDIT)
    wanted = read_edits(CLIENT.by_name, edits)
    with change_set(db, actor, "update") as changes:
        _read_client(changes.cursor, client_id)
        require_references(changes.cursor, CLIENT.by_name, {name: edit.to for name, edit in wanted.items()})
        parent = wanted.get("parent_client_id")
        if parent is not None and parent.to is not None:
            _require_no_circle(changes.cursor, client_id, parent.to)
        changes.update(CLIENT, {client_id: wanted})
        changes.finish_derived()
        client = _read_client(changes.cursor, client_id)
    return client, changes.id


def _require_no_circle(cursor: Cursor, client_id: int, parent_id: int) -> None:
    above = [parent_id, *(row["id"] for row in client_rows.select_ancestors(cursor, parent_id))]
    if client_id in above:
        reason = _("This client is above the chosen parent already. Choose a client outside its own group.")
        raise Invalid([FieldProblem("parent_client_id", reason, value=parent_id)])


def delete_client(db: Database, actor: Actor, client_id: int, *, with_plans: bool = False) -> Outcome:
    """Put a client into the trash; its contacts stay with it. The count is that of the plans that went along.

    Raises Refused where it has plans and `with_plans` does not take them along, NotFound, NotAllowed.
    """
    actor.require(Permission.DELETE)
    with change_set(db, actor, "delete") as changes:
        _read_client(changes.cursor, client_id)
        plan_ids = [row["id"] for row in client_rows.select_plans_of(changes.cursor, client_id)]
        if plan_ids and not with_plans:
            raise Refused(
                _n(
                    "This client has {count} plan. Delete the plan first, or the client together with its plan.",
                    "This client has {count} plans. Delete the plans first, or the client together with its plans.",
                    len(plan_ids),
                )
            )
        if plan_ids:
            changes.trash(PLAN, plan_ids)
        changes.trash(CLIENT, [client_id])
    return Outcome(len(plan_ids), changes.id)


def merge_clients(db: Database, actor: Actor, survivor_id: int, other_id: int) -> tuple[Row, int | None]:
    """Make one client of two: what refers to the other refers to the survivor, empty fields are filled, the other goes to the trash.

    Returns the survivor and the change set, which undoes all of it. Raises Refused, NotFound, NotAllowed.
    """
    actor.require(Permission.EDIT)
    actor.require(Permission.DELETE)
    if survivor_id == other_id:
        raise Refused(_("Choose another client to merge with."))
    with change_set(db, actor, "merge") as changes:
        survivor, other = _read_client(changes.cursor, survivor_id), _read_client(changes.cursor, other_id)
        for record, column, ids in client_rows.select_referring(changes.cursor, other_id):
            # The survivor below the other would become its own parent.
            moving = [each for each in ids if not (record is CLIENT and each == survivor_id)]
            if moving:
                changes.update_all(record, moving, {column: survivor_id})
        filled = {name: other[name] for name in CLIENT.by_name if survivor[name] in (None, "") and other[name] not in (None, "")}
        filled["parent_client_id"] = _merged_parent(changes.cursor, survivor, other)
        changes.update(CLIENT, {survivor_id: {name: Edit(value) for name, value in filled.items()}})
        changes.trash(CLIENT, [other_id])
        changes.finish_derived()
        client = _read_client(changes.cursor, survivor_id)
    return client, changes.id


def _merged_parent(cursor: Cursor, survivor: Row, other: Row) -> int | None:
    """The survivor's parent, or else the other's, unless that is one of the two or below the survivor."""
    pair = (survivor["id"], other["id"])
    for candidate in (survivor["parent_client_id"], other["parent_client_id"]):
        if candidate is None or candidate in pair:
            continue
        if survivor["id"] not in [row["id"] for row in client_rows.select_ancestors(cursor, candidate)]:
            return int(candidate)
    return None


def client_to_wire(client: Row) -> Row:
    """A client as the API shows it."""
    wire = {name: value for name, value in client.items() if name not in ("deleted_at", "deleted_by")}
    for name in ("created_at", "updated_at"):
        wire[name] = to_wire(CLIENT.by_name["name"], wire[name])
    return wire
