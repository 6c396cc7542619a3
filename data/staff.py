"""SQL of staff, roles and what signs them in."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor, Row, like_pattern

_ACTOR_COLUMNS = """s.id as staff_id, s.name, s.email, s.language, r.can_view, r.can_create, r.can_edit, r.can_delete, r.is_administrator"""


def select_by_email(cursor: Cursor, email: str) -> Row | None:
    """Id, password hash and whether active, of the staff member with this address in any letter case."""
    return cursor.row("select id, password_hash, active from staff where lower(email) = lower($email) order by id", {"email": email})


def update_password_hash(cursor: Cursor, staff_id: int, password_hash: str) -> None:
    cursor.execute("update staff set password_hash = $hash where id = $id", {"id": staff_id, "hash": password_hash})


def select_actor_of_session(cursor: Cursor, token_hash: str, at: datetime, idle_since: datetime) -> Row | None:
    """Who a session belongs to, with permissions, while it is neither expired nor idle and the person is active."""
    return cursor.row(
        f"""
        select {_ACTOR_COLUMNS}, e.seen_at, e.expires_at from session e
        join staff s on s.id = e.staff_id join role r on r.id = s.role_id
        where e.token_hash = $hash and e.expires_at > $at and e.seen_at > $idle_since and s.active
        """,
        {"hash": token_hash, "at": at, "idle_since": idle_since},
    )


def select_actor_of_token(cursor: Cursor, token_hash: str) -> Row | None:
    return cursor.row(
        f"""
        select {_ACTOR_COLUMNS}, t.id as token_id, t.used_at from api_token t
        join staff s on s.id = t.staff_id join role r on r.id = s.role_id
        where t.token_hash = $hash and t.revoked_at is null and s.active
        """,
        {"hash": token_hash},
    )


def select_actor_of_calendar(cursor: Cursor, token_hash: str) -> Row | None:
    """Who a calendar address belongs to, with permissions, while it is in force and the person is active."""
    return cursor.row(
        f"""
        select {_ACTOR_COLUMNS}, f.id as feed_id, f.used_at from calendar_feed f
        join staff s on s.id = f.staff_id join role r on r.id = s.role_id
        where f.token_hash = $hash and f.revoked_at is null and s.active
        """,
        {"hash": token_hash},
    )


def count_administrators(cursor: Cursor) -> int:
    return int(cursor.value("select count(*) from staff s join role r on r.id = s.role_id where r.is_administrator and s.active"))


def count_without_role(cursor: Cursor) -> int:
    """People whose role does not exist."""
    return int(cursor.value("select count(*) from staff s left join role r on r.id = s.role_id where r.id is null"))


def select_shared_emails(cursor: Cursor) -> list[str]:
    """E-mail addresses, in small letters, that more than one person has."""
    return cursor.values("select lower(email) from staff where email <> '' group by 1 having count(*) > 1 order by 1")


def select_shared_role_names(cursor: Cursor) -> list[str]:
    return cursor.values("select lower(name) from role group by 1 having count(*) > 1 order by 1")


def select_staff(cursor: Cursor, words: str = "") -> list[Row]:
    """Everybody with role by name, active people first, by name; with words, those whose name, e-mail or role contains them."""
    return cursor.rows(
        """
        select s.id, s.name, s.email, s.role_id, r.name as role, coalesce(s.active, false) as active, s.language, s.version
        from staff s join role r on r.id = s.role_id
        where normalised(s.name || ' ' || s.email || ' ' || r.name) like normalised($pattern) escape '\\'
        order by coalesce(s.active, false) desc, normalised(s.name), s.id
        """,
        {"pattern": like_pattern(words.strip())},
    )


def select_roles(cursor: Cursor) -> list[Row]:
    """Every role with the number of people who have it, in the order they were made."""
    return cursor.rows(
        """
        select r.id, r.name, r.can_view, r.can_create, r.can_edit, r.can_delete, r.is_administrator, r.version, count(s.id) as people
        from role r left join staff s on s.role_id = r.id
        group by r.id, r.name, r.can_view, r.can_create, r.can_edit, r.can_delete, r.is_administrator, r.version order by r.id
        """
    )


def select_administrator_email(cursor: Cursor) -> str | None:
    """The address of the first active administrator."""
    found: str | None = cursor.value(
        "select s.email from staff s join role r on r.id = s.role_id where r.is_administrator and s.active order by s.id limit 1"
    )
    return found


def select_active_ids(cursor: Cursor) -> set[int]:
    """Everybody who has not left."""
    return {int(each) for each in cursor.values("select id from staff where coalesce(active, true) order by id")}
