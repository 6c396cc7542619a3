"""SQL of approvals."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor, Row


def select_waiting(cursor: Cursor, staff_id: int | None) -> list[Row]:
    """Plans in review without an approval of their present revision, of one person in charge or of all."""
    return cursor.rows(
        """
        select p.id, p.subject, c.name as client, p.period_type, p.period_start, p.revision, p.touched_at
        from plan p left join client c on c.id = p.client_id
        where p.deleted_at is null and p.status = 'Review' and (p.approved_at is null or p.revision > coalesce(p.approved_revision, 0))
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
