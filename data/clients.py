"""SQL of clients beyond what every record has: the list, families, namesakes, what a merge moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.database import Cursor, Row, like_pattern
from data.records import CLIENT, RECORDS, Record

_ORDER = {
    "name": "c.name_key",
    "industry": "normalised(c.industry)",
    "parent_client": "p.name_key",
    "plans": "plans",
    "contacts": "contacts",
}
SORTABLE = ("id", "name", "industry", "external_id", "parent_client", "plans", "contacts", "updated_at")
_OWN = ", ".join(f'c."{column}"' for column in CLIENT.columns)


def select_page(cursor: Cursor, q: str, sort: Sequence[tuple[str, bool]], *, offset: int, limit: int) -> tuple[list[Row], int]:
    """One page of the clients that hold every word of `q` in their own text or together with that of one contact; the total.

    Rows have their parent's name, numbers of plans and contacts, and as `found_contact` the first contact by which alone they were found.
    """
    words = q.split()
    parameters: dict[str, Any] = {f"q{place}": like_pattern(word) for place, word in enumerate(words)}
    condition = "c.deleted_at is null"
    if words:
        condition += f" and ({_holds_words(len(words), 'c')} or c.id in (select k.client_id {_contacts_with_words(len(words))}))"
    total = int(cursor.value(f"select count(*) from client c where {condition}", parameters))
    order = [f"{_ORDER.get(name, 'c.' + name)} {'desc' if is_descending else 'asc'} nulls last" for name, is_descending in sort]
    counted = {name for name, _is_descending in sort} & {"plans", "contacts"}
    ids = cursor.values(
        f"""
        select c.id {"".join(f", coalesce({name}.count, 0) as {name}" for name in sorted(counted))} from client c
            left join client p on p.id = c.parent_client_id
            {"".join(_counts(name) for name in sorted(counted))}
        where {condition} order by {", ".join([*order, "c.name_key", "c.id"])} limit (select $limit) offset $offset
        """,
        {**parameters, "limit": limit, "offset": offset},
    )
    contacts = _select_found_contacts(cursor, ids, parameters) if words else {}
    return [{**row, "found_contact": contacts.get(row["id"])} for row in select_clients(cursor, ids)], total


def _select_found_contacts(cursor: Cursor, client_ids: Sequence[int], parameters: dict[str, Any]) -> dict[int, str]:
    """By client whose own text lacks a word: name and e-mail address of the first contact that has it."""
    found = cursor.rows(
        f"""
        select k.client_id, concat_ws(', ', k.name, k.email) as contact {_contacts_with_words(len(parameters))}
            and not ({_holds_words(len(parameters), "o")}) and o.id in (select unnest(cast($ids as integer[])))
        order by k.name_key desc, k.id desc
        """,
        {**parameters, "ids": list(client_ids)},
    )
    return {row["client_id"]: row["contact"] for row in found}


def _contacts_with_words(count: int) -> str:
    return f"from contact k join client o on o.id = k.client_id where k.deleted_at is null and {_holds_words(count, 'k', 'o')}"


def _holds_words(count: int, *tables: str) -> str:
    """That each of so many words stands in the text of one of these tables."""
    return " and ".join(
        "(" + " or ".join(f"{table}.search like normalised($q{place}) escape '\\'" for table in tables) + ")" for place in range(count)
    )


def _counts(name: str) -> str:
    table = {"plans": "plan", "contacts": "contact"}[name]
    return f"""
        left join (select client_id, count(*) as count from {table} where deleted_at is null group by client_id) {name} on {name}.client_id = c.id
    """


def select_clients(cursor: Cursor, ids: Sequence[int]) -> list[Row]:
    """These clients, in this order, with the name of their parent and how many plans and contacts each has."""
    found = cursor.rows(
        f"""
        with wanted as (select unnest(cast($ids as integer[])) as id)
        select {_OWN}, p.name as parent_client, coalesce(n.plans, 0) as plans, coalesce(m.contacts, 0) as contacts
        from wanted join client c on c.id = wanted.id left join client p on p.id = c.parent_client_id
            left join (select client_id, count(*) as plans from plan where deleted_at is null
                and client_id in (select id from wanted) group by client_id) n on n.client_id = c.id
            left join (select client_id, count(*) as contacts from contact where deleted_at is null
                and client_id in (select id from wanted) group by client_id) m on m.client_id = c.id
        where c.deleted_at is null order by c.id
        """,
        {"ids": list(ids)},
    )
    by_id = {row["id"]: row for row in found}
    return [by_id[each] for each in ids if each in by_id]


def select_namesakes(cursor: Cursor, name: str, *, but: int | None = None) -> list[Row]:
    """Other clients of the same name, whatever letter case, accents and spaces: id, name, address."""
    return cursor.rows(
        """
        select id, name, address from client
        where deleted_at is null and name_key = normalised($name) and id is distinct from $but order by id limit 10
        """,
        {"name": name, "but": but},
    )


def select_children(cursor: Cursor, client_id: int) -> list[Row]:
    return cursor.rows(
        "select id, name from client where parent_client_id = $id and deleted_at is null order by name_key, id", {"id": client_id}
    )


def select_ancestors(cursor: Cursor, client_id: int) -> list[Row]:
    """The parent, its parent and so on, the nearest first: id and name. Ends where a circle would close."""
    return cursor.rows(
        """
        with recursive line(id, name, parent, depth) as (
            select p.id, p.name, p.parent_client_id, 1 from client c join client p on p.id = c.parent_client_id where c.id = $id
            union
            select p.id, p.name, p.parent_client_id, line.depth + 1 from line join client p on p.id = line.parent where line.depth < 100
        )
        select id, min(name) as name from line where id <> $id group by id order by min(depth)
        """,
        {"id": client_id},
    )


def select_plans_of(cursor: Cursor, client_id: int) -> list[Row]:
    """The plans of a client over time, the latest first."""
    return cursor.rows(
        """
        select p.id, p.subject, p.period_type, p.period_start, p.status, p.client_status, p.revenue_next_year, s.name as person_in_charge
        from plan p left join staff s on s.id = p.person_in_charge_id
        where p.client_id = $id and p.deleted_at is null order by p.period_start desc, p.id desc
        """,
        {"id": client_id},
    )


def select_plans_within(cursor: Cursor, client_id: int, period_type: str, period_start: Any) -> list[Row]:
    """Plans of a client for exactly this period: id and subject."""
    return cursor.rows(
        """
        select id, subject, status from plan
        where client_id = $id and period_type = $period_type and period_start = $period_start and deleted_at is null order by id
        """,
        {"id": client_id, "period_type": period_type, "period_start": period_start},
    )


def select_with_live_plans(cursor: Cursor, client_ids: Sequence[int]) -> set[int]:
    """Those of these clients that have plans outside the trash."""
    found = cursor.values(
        """
        select distinct client_id from plan
        where deleted_at is null and client_id in (select unnest(cast($ids as integer[]))) order by 1
        """,
        {"ids": list(client_ids)},
    )
    return set(found)


def select_trashed_with_live_plans(cursor: Cursor) -> list[int]:
    """Clients in the trash that a plan outside of it names."""
    return cursor.values(
        "select id from client where deleted_at is not null and id in (select client_id from plan where deleted_at is null) order by id"
    )


def select_referring(cursor: Cursor, client_id: int) -> list[tuple[Record, str, list[int]]]:
    """Everything that refers to a client, in the trash or not: record, column, ids."""
    found = []
    for record in RECORDS.values():
        for field in record.fields:
            if field.refers_to == CLIENT.name:
                ids = cursor.values(f'select id from "{record.table}" where "{field.name}" = $id order by id', {"id": client_id})
                if ids:
                    found.append((record, field.name, ids))
    return found


DERIVED = ("search", "name_key")
"""Columns computed from others by `refresh_derived`."""


def refresh_derived(cursor: Cursor, ids: Sequence[int]) -> None:
    """Recompute the normalised search text and sort key of these clients."""
    cursor.execute(
        """
        update client set search = normalised(concat_ws(' ', name, industry, address, external_id)), name_key = normalised(name)
        where id in (select unnest(cast($ids as integer[])))
        """,
        {"ids": list(ids)},
    )
