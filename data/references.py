"""SQL that finds records to refer to, by a few letters of their name."""

from __future__ import annotations

from data.database import Cursor, Row, like_pattern

# Per record: what one is called, a word beside it that tells namesakes apart, which text is searched, which may be chosen.
_FROM = {
    "client": ("t.name", "t.address", "t.search", "client t", "t.deleted_at is null"),
    "contact": ("t.name", "c.name", "normalised(t.name)", "contact t join client c on c.id = t.client_id", "t.deleted_at is null"),
    "staff": ("t.name", "t.email", "normalised(concat_ws(' ', t.name, t.email))", "staff t", "coalesce(t.active, true)"),
    "plan": ("t.subject", "c.name", "t.search", "plan t join client c on c.id = t.client_id", "t.deleted_at is null"),
}


def select_references(cursor: Cursor, record: str, q: str, *, of_client: int | None = None, limit: int) -> list[Row]:
    """Id, name and detail of records whose searched text holds every word of `q`; names that begin with it come first."""
    name, detail, searched, source, condition = _FROM[record]
    words = q.split()
    conditions = [condition, *(f"{searched} like normalised($q{place}) escape '\\'" for place in range(len(words)))]
    parameters = {f"q{place}": like_pattern(word) for place, word in enumerate(words)}
    if of_client is not None:
        conditions.append("t.client_id = $of_client")
        parameters["of_client"] = of_client  # type: ignore[assignment]
    return cursor.rows(
        f"""
        select t.id, {name} as name, {detail} as detail from {source} where {" and ".join(conditions)}
        order by not starts_with(normalised({name}), normalised($start)), normalised({name}), t.id limit $limit
        """,
        {**parameters, "start": q.strip(), "limit": limit},
    )


def select_names(cursor: Cursor, record: str, ids: list[int]) -> dict[int, str]:
    """What these records are called, also those in the trash."""
    column = "subject" if record == "plan" else "name"
    found = cursor.rows(f'select id, "{column}" as name from "{record}" where id in (select unnest(cast($ids as integer[])))', {"ids": ids})
    return {row["id"]: row["name"] for row in found}
