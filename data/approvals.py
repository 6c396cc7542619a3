"""SQL of approvals."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor, Row

# Approving counts the revision up, and so does withdrawing and the undoing of either, without a change of what was approved.
_IS_CHANGED_SINCE = """
    p.revision > coalesce(p.approved_revision, 0) and exists (
        select 1 from activity a
        where a.plan_id = p.id and a.happened_at > p.approved_at
            and coalesce(a.field, '') not in ('approved_by_id', 'approved_at', 'approved_revision'))
"""


def is_changed_since(cursor: Cursor, plan_id: int) -> bool:
    """Whether an approved plan, or what belongs to it, was changed after it was approved."""
    return bool(cursor.value(f"select {_IS_CHANGED_SINCE} from plan p where p.id = $plan_id", {"plan_id": plan_id}))


def select_waiting(cursor: Cursor, staff_id: int | None) -> list[Row]:
    """Plans in review without an approval of their present revision, of one person in charge or of all."""
    return cursor.rows(
        f"""
        select p.id, p.subject, c.name as client, p.period_type, p.period_start, p.revision, p.touched_at
        from plan p left join client c on c.id = p.client_id
        where p.deleted_at is null and p.status = 'Review' and (p.approved_at is null or ({_IS_CHANGED_SINCE}))
            and ($staff_id is null or p.person_in_charge_id = $staff_id)
        order by p.touched_at, p.id
        """,
        {"staff_id": staff_id},
    )


def is_touched_by_others(cursor: Cursor, plan_id: int, staff_id: int, moment: datetime) -> bool:
    """Whether anybody but this person changed the plan, or what belongs to it, after a moment (UTC)."""
    return bool(
        cursor.value(
            """
            select exists (
                select 1 from activity
                where plan_id = $plan_id and happened_at > $moment and staff_id is distinct from cast($staff_id as integer))
            """,
            {"plan_id": plan_id, "moment": moment, "staff_id": staff_id},
        )
    )
