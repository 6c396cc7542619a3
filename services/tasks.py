"""Tasks over all plans: filtered lists, and what a person has to do, in the groups that it is done in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from data import tasks as task_rows
from data.database import Database, Row
from data.records import TASK
from data.records.plan import STATUSES
from data.records.planning import TASK_STATUSES
from data.tasks import GROUPS, SORTABLE, TaskFilter
from services.actors import Actor, Permission
from services.plain_text import clean_text
from services.plan_rows import plan_row_to_wire, with_names
from services.plans import MOST_PER_PAGE, Page
from services.query_values import Parameters, Query, read_choice, read_day, read_id, read_person, read_yes
from services.settings import read_settings, today
from services.sorting import Sort, read_order

COMPLETE = "Complete"
FILTER_NAMES = ("q", "plan", "plan_status", "person", "status", "overdue", "group", "from", "to")
DEFAULT_SORT: Sort = (("deadline", False), ("priority", True))


@dataclass(frozen=True)
class Group:
    """Open tasks that are due at the same time: how many, and the first of them."""

    name: str
    total: int
    items: list[Row]


@dataclass(frozen=True)
class Work:
    """The groups of a filter's open tasks in the order they are worked through, empty ones too; `today` is what they are told by."""

    today: date
    groups: list[Group]


def read_task_filter(query: Query, actor: Actor, *, day: date) -> TaskFilter:
    """The filter that these (name, value) pairs mean for this actor on this day. Raises Invalid, also for a name that is no filter."""
    parameters = Parameters(query)
    parameters.require_known(FILTER_NAMES)
    read = parameters.read
    found = TaskFilter(
        q=" ".join(read("q", clean_text)).strip()[:500],
        plan=read("plan", read_id),
        plan_status=read("plan_status", partial(read_choice, choices=STATUSES)),
        person=read("person", partial(read_person, actor=actor)),
        status=read("status", partial(read_choice, choices=TASK_STATUSES)),
        overdue=read("overdue", read_yes),
        group=read("group", partial(read_choice, choices=tuple(GROUPS))),
        date_from=parameters.last("from", read_day),
        date_to=parameters.last("to", read_day),
        day=day,
    )
    parameters.finish()
    return found


def list_tasks(db: Database, actor: Actor, query: Query, sort: str = "", *, offset: int = 0, limit: int = 100) -> Page:
    """One page of the tasks of a filter, by deadline or as `sort` says. Raises Invalid, NotAllowed."""
    actor.require(Permission.VIEW)
    order = read_order(sort, SORTABLE) or DEFAULT_SORT
    filters = read_task_filter(query, actor, day=today(read_settings(db)))
    with db.read() as cursor:
        items, total = task_rows.select_page(cursor, filters, order, offset=offset, limit=min(limit, MOST_PER_PAGE))
        return Page(with_names(cursor, TASK, items), total)


def read_work(db: Database, actor: Actor, query: Query, sort: str = "", *, offset: int = 0, limit: int = 50) -> Work:
    """The open tasks of a filter by group, at most `limit` of each from `offset` on, by deadline or as `sort` says.

    Raises Invalid, NotAllowed.
    """
    actor.require(Permission.VIEW)
    order = read_order(sort, SORTABLE) or DEFAULT_SORT
    filters = read_task_filter(query, actor, day=today(read_settings(db)))
    with db.read() as cursor:
        counts = task_rows.count_groups(cursor, filters)
        groups = []
        for name in GROUPS:
            total = counts.get(name, 0)
            items = []
            if total > offset and limit:
                items = task_rows.select_group(cursor, filters, name, order, offset=offset, limit=min(limit, MOST_PER_PAGE))
            groups.append(Group(name, total, with_names(cursor, TASK, items)))
    return Work(filters.day, groups)


def task_to_wire(task: Row, day: date) -> Row:
    """A task as the API shows it; `overdue` tells whether it is open and its deadline lies before `day`."""
    is_overdue = task["deadline"] is not None and task["deadline"] < day and task["status"] != COMPLETE
    return {**plan_row_to_wire(TASK, task), "overdue": is_overdue}
