"""Copies of plans into a period: everything of the plan, as a plan of its own.

A copy starts over: it gets the default status of Settings, no approval and no activity of the plan it came from, which it
names as its previous plan. A period named in the subject becomes the new one; deadlines move by the distance between the periods.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from data import copies as copy_rows
from data import plans as plan_rows
from data import rows
from data.database import Row, now
from data.records import BELONGING, PLAN
from services.changes import Changes
from services.errors import NotFound
from services.language import LANGUAGES
from services.language import translate_plural as _n
from services.periods import first_day, months_between, period_name
from services.settings import read_settings


def copy_plans(
    changes: Changes, plan_ids: Sequence[int], *, period_type: str, period_start: date, with_complete_tasks: bool = False
) -> list[int]:
    """Copy every plan into the period, or none. Returns the ids of the copies, in the order of the ids given.

    Works by set, for 10,000 plans as for one. The caller checks the permission. Raises NotFound where a plan is missing or in the trash.
    """
    start = first_day(period_start, period_type)
    found = {row["id"]: row for row in copy_rows.select_sources(changes.cursor, plan_ids)}
    sources = list(dict.fromkeys(plan_ids))
    if missing := len(sources) - len(found):
        raise NotFound(_n("{count} of these plans no longer exists.", "{count} of these plans no longer exist.", missing))
    if not sources:
        return []
    wanted = copy_rows.PlanCopies(
        sources=sources,
        copies=rows.next_ids(changes.cursor, PLAN, len(sources)),
        months=[months_between(found[plan_id]["period_start"], start) for plan_id in sources],
    )
    at, staff_id = now(), changes.actor.staff_id
    copy_rows.insert_plan_copies(
        changes.cursor,
        wanted,
        [_new_subject(found[plan_id], period_type, start) for plan_id in sources],
        status=read_settings(changes.db).default_status,
        period_type=period_type,
        period_start=start,
        at=at,
        staff_id=staff_id,
        record=changes.whole(PLAN),
    )
    done: copy_rows.RowCopies = {}
    made = {
        record.name: copy_rows.insert_child_copies(
            changes.cursor, record, wanted, done, with_complete=with_complete_tasks, at=at, staff_id=staff_id
        )
        for record in BELONGING
    }
    plan_rows.refresh_derived(changes.cursor, wanted.copies)
    plan_rows.refresh_deadlines(changes.cursor, wanted.copies)
    changes.log_created(PLAN, wanted.copies)
    for record in BELONGING:
        changes.log_created(record, made[record.name])
    return list(wanted.copies)


def _new_subject(source: Row, period_type: str, period_start: date) -> str:
    """The subject with the name of the old period, in whichever language it stands there, replaced by that of the new one."""
    subject = source["subject"] or ""
    for language in LANGUAGES:
        old = period_name(source["period_start"], source["period_type"], language)
        found = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", subject, re.IGNORECASE)
        if found:
            new = period_name(period_start, period_type, language)
            return (subject[: found.start()] + new + subject[found.end() :])[: PLAN.by_name["subject"].max_length]
    return str(subject)
