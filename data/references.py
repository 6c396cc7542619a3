"""SQL that finds records to refer to, by a few letters of their name."""

from __future__ import annotations

from typing import NamedTuple

from data.database import Cursor, Row, is_among, like_pattern


class _Source(NamedTuple):
    """Where records of one kind are found: what tells namesakes apart, which text is searched, what one is called, as shown and as sorted."""

    table: str
    detail: str
    searched: str = "t.search"
    name: str = "t.name"
    name_key: str = "t.name_key"
    may_be_chosen: str = "t.deleted_at is null"


_SOURCES = {
    "client": _Source("client t", "t.address"),
    "contact": _Source(
        "contact t join client c on c.id = t.client_id", "c.name", may_be_chosen="t.deleted_at is null and c.deleted_at is null"
    ),
    "staff": _Source(
        "staff t",
        "t.email",
        searched="normalised(concat_ws(' ', t.name, t.email))",
        name_key="normalised(t.name)",
        may_be_chosen="coalesce(t.active, true)",
    ),
    "plan": _Source("plan t join client c on c.id = t.client_id", "c.name", name="t.subject", name_key="normalised(t.subject)"),
    "template": _Source("template t", "t.subject", searched="normalised(concat_ws(' ', t.name, t.subject))", name_key="normalised(t.name)"),
}


def select_references(cursor: Cursor, record: str, q: str, *, of_client: int | None = None, limit: int) -> list[Row]:
    """Id, name and detail of records whose searched text holds every word of `q`; names that begin with it come first."""
    source = _SOURCES[record]
    words = q.split()
    conditions = [source.may_be_chosen, *(f"{source.searched} like normalised($q{place}) escape '\\'" for place in range(len(words)))]
    parameters = {f"q{place}": like_pattern(word) for place, word in enumerate(words)}
    if of_client is not None:
        conditions.append("t.client_id = $of_client")
        parameters["of_client"] = of_client  # type: ignore[assignment]
    return cursor.rows(
        f"""
        select t.id, {source.name} as name, {source.detail} as detail from {source.table} where {" and ".join(conditions)}
        order by not starts_with({source.name_key}, normalised($start)), {source.name_key}, t.id limit $limit
        """,
        {**parameters, "start": q.strip(), "limit": limit},
    )


def select_names(cursor: Cursor, record: str, ids: list[int]) -> dict[int, str]:
    """What these records are called, also those in the trash."""
    column = "subject" if record == "plan" else "name"
    condition, parameters = is_among("id", ids)
    found = cursor.rows(f'select id, "{column}" as name from "{record}" where {condition}', parameters)
    return {row["id"]: row["name"] for row in found}
