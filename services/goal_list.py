"""Goals over all plans: filtered lists."""

from __future__ import annotations

from functools import partial

from data import goals as goal_rows
from data.database import Database
from data.goals import SORTABLE, GoalFilter
from data.records.plan import STATUSES
from services.actors import Actor, Permission
from services.plain_text import clean_text
from services.plans import MOST_PER_PAGE, Page
from services.query_values import Parameters, Query, read_choice, read_day, read_id, read_person
from services.sorting import Sort, read_order

FILTER_NAMES = ("q", "plan", "plan_status", "person", "from", "to")
DEFAULT_SORT: Sort = (("due_date", False),)


def list_goals(db: Database, actor: Actor, query: Query, sort: str = "", *, offset: int = 0, limit: int = 100) -> Page:
    """One page of the goals of a filter, by due date or as `sort` says. Raises Invalid, NotAllowed."""
    actor.require(Permission.VIEW)
    order = read_order(sort, SORTABLE) or DEFAULT_SORT
    parameters = Parameters(query)
    parameters.require_known(FILTER_NAMES)
    read = parameters.read
    filters = GoalFilter(
        q=" ".join(read("q", clean_text)).strip()[:500],
        plan=read("plan", read_id),
        plan_status=read("plan_status", partial(read_choice, choices=STATUSES)),
        person=read("person", partial(read_person, actor=actor)),
        date_from=parameters.last("from", read_day),
        date_to=parameters.last("to", read_day),
    )
    parameters.finish()
    with db.read() as cursor:
        items, total = goal_rows.select_page(cursor, filters, order, offset=offset, limit=min(limit, MOST_PER_PAGE))
    return Page(items, total)
