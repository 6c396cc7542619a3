"""SQL of contacts beyond what every record has: the list over clients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.database import Cursor, Row, like_pattern
from data.records import CONTACT

_ORDER = {"client": "c.name_key", "name": "t.name_key", "title": "normalised(t.title)", "email": "normalised(t.email)"}
SORTABLE = ("id", "name", "client", "title", "email", "phone", "portal_access", "updated_at")
_OWN = ", ".join(f't."{column}"' for column in CONTACT.columns)


def select_page(
    cursor: Cursor, q: str, clients: Sequence[int], sort: Sequence[tuple[str, bool]], *, offset: int, limit: int
) -> tuple[list[Row], int]:
    """One page of the contacts that match, with the name of their client, and the total. Contacts of clients in the trash are not there."""
    words = q.split()
    conditions = ["t.deleted_at is null", "c.deleted_at is null"]
    conditions += [
        f"(c.name_key like normalised($q{place}) escape '\\' or t.search like normalised($q{place}) escape '\\')"
        for place in range(len(words))
    ]
    parameters: dict[str, Any] = {f"q{place}": like_pattern(word) for place, word in enumerate(words)}
    if clients:
        conditions.append("t.client_id in (select unnest(cast($clients as integer[])))")
        parameters["clients"] = list(clients)
    source = f"from contact t join client c on c.id = t.client_id where {' and '.join(conditions)}"
    total = int(cursor.value(f"select count(*) {source}", parameters))
    order = [f"{_ORDER.get(name, 't.' + name)} {'desc' if is_descending else 'asc'} nulls last" for name, is_descending in sort]
    items = cursor.rows(
        f"select {_OWN}, c.name as client {source} order by {', '.join([*order, 't.id'])} limit (select $limit) offset $offset",
        {**parameters, "limit": limit, "offset": offset},
    )
    return items, total


def select_contact(cursor: Cursor, contact_id: int) -> Row | None:
    """One contact with the name of its client, unless either is in the trash."""
    return cursor.row(
        f"""
        select {_OWN}, c.name as client from contact t join client c on c.id = t.client_id
        where t.id = $id and t.deleted_at is null and c.deleted_at is null
        """,
        {"id": contact_id},
    )


def select_of_client(cursor: Cursor, client_id: int) -> list[Row]:
    """The contacts of a client in the order they were made."""
    return cursor.rows(f"select {_OWN} from contact t where t.client_id = $id and t.deleted_at is null order by t.id", {"id": client_id})


def select_touched(cursor: Cursor, since: int) -> set[int]:
    """The contacts of any client that changed after an activity id."""
    return set(
        cursor.values("select distinct record_id from activity where id > $since and record = 'contact' order by 1", {"since": since})
    )


DERIVED = ("search", "name_key")
"""Columns computed from others by `refresh_derived`."""


def refresh_derived(cursor: Cursor, ids: Sequence[int]) -> None:
    """Recompute the normalised search text and sort key of these contacts."""
    cursor.execute(
        """
        update contact set search = normalised(concat_ws(' ', name, email, title, phone)), name_key = normalised(name)
        where id in (select unnest(cast($ids as integer[])))
        """,
        {"ids": list(ids)},
    )
