"""A person's calendar at a private address: open tasks with a deadline, and goals of their plans with a due date, as all-day events."""

from __future__ import annotations

import secrets
from datetime import UTC, date, timedelta

from icalendar import Calendar, Event

from data import calendar_feeds as feed_rows
from data import goals as goal_rows
from data import tasks as task_rows
from data.database import Database, Row, now
from data.goals import GoalFilter
from data.records import GOAL, TASK
from data.records.plan import START_STATUSES
from data.records.planning import TASK_STATUSES
from data.tasks import TaskFilter
from services import throttle
from services.actors import Actor, Permission, Source
from services.errors import NotAllowed, NotFound
from services.goals import GoalFacts, progress
from services.language import translate as _
from services.language import use_language
from services.sessions import actor_of_calendar, token_hash

MOST_EVENTS = 2000
LONGEST_SUMMARY = 200
# Earlier is no day of a calendar.
FIRST_DAY = date(1900, 1, 1)
REFRESH = timedelta(hours=1)
OPEN_STATUSES = TASK_STATUSES[:-1]


def calendar_state(db: Database, actor: Actor) -> Row | None:
    """When one's calendar address was made and last read, None where there is none."""
    with db.read() as cursor:
        return feed_rows.select_feed(cursor, actor.staff_id)


def make_calendar(db: Database, actor: Actor) -> str:
    """Make a calendar address for this person and revoke the one before. Returns its token, which is stored nowhere. Raises NotAllowed."""
    actor.require(Permission.VIEW)
    if actor.staff_id is None or actor.source is Source.API:
        raise NotAllowed(_("A token cannot make a calendar address. Sign in to make it."))
    token = secrets.token_urlsafe(32)
    with db.write() as cursor:
        feed_rows.update_revoked(cursor, actor.staff_id, now())
        feed_rows.insert_feed(cursor, staff_id=actor.staff_id, token_hash=token_hash(token), at=now())
    return token


def revoke_calendar(db: Database, actor: Actor) -> None:
    """Revoke one's calendar address. Raises NotFound."""
    with db.write() as cursor:
        if not feed_rows.update_revoked(cursor, actor.staff_id, now()):
            raise NotFound(_("The calendar address no longer exists."))


def calendar_path(token: str) -> str:
    return f"/api/calendar/{token}.ics"


def read_calendar(db: Database, token: str, *, origin: str, address: str) -> bytes:
    """The calendar at this address in the person's language; `origin` begins the links to plans, `address` is where the request comes from.

    Raises NotFound for whatever stands for nobody who may see plans now, TooManyAttempts where an address guesses too often.
    """
    throttle.require_open(f"calendar:{address}")
    actor = actor_of_calendar(db, token)
    if actor is None or not actor.may(Permission.VIEW):
        throttle.count_failure(f"calendar:{address}")
        raise NotFound(_("There is nothing at this address."))
    use_language(actor.language)
    calendar = Calendar()
    calendar.add("prodid", "-//Account Planning//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Account Planning – {actor.name}")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in (*_task_events(db, actor, origin), *_goal_events(db, actor, origin)):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _task_events(db: Database, actor: Actor, origin: str) -> list[Event]:
    filters = TaskFilter(person=(actor.staff_id,), status=OPEN_STATUSES, plan_status=START_STATUSES, date_from=FIRST_DAY)
    with db.read() as cursor:
        found, _total = task_rows.select_page(cursor, filters, (("deadline", True),), offset=0, limit=MOST_EVENTS)
    return [
        _event(
            TASK.name,
            task,
            task["deadline"],
            task["action"] or _(TASK.label),
            [task["action"] or "", _("Status: {status}", status=_(task["status"]))],
            f"{origin}/plan?id={task['plan_id']}&tab=planning&part=tasks&task={task['id']}",
        )
        for task in found
    ]


def _goal_events(db: Database, actor: Actor, origin: str) -> list[Event]:
    """Goals that are not reached yet, of the open plans this person is in charge of."""
    filters = GoalFilter(person=(actor.staff_id,), plan_status=START_STATUSES, date_from=FIRST_DAY)
    with db.read() as cursor:
        found, _total = goal_rows.select_page(cursor, filters, (("due_date", True),), offset=0, limit=MOST_EVENTS)
    events = []
    for goal in found:
        reached = progress(GoalFacts(goal["baseline"], goal["target"], goal["actual"], goal["period_start"], goal["due_date"]))
        if reached is None or reached < 1:
            link = f"{origin}/plan?id={goal['plan_id']}&tab=planning&part=goals"
            events.append(_event(GOAL.name, goal, goal["due_date"], _("Due: {name}", name=goal["name"] or _(GOAL.label)), [], link))
    return events


def _event(kind: str, row: Row, day: date, title: str, lines: list[str], link: str) -> Event:
    event = Event()
    # Stable over every reading and for every person, and no other installation's: what was made at this instant has this id here.
    event.add("uid", f"{kind}-{row['id']}-{row['created_at']:%Y%m%dT%H%M%S%f}@account-planning")
    changed = (row["updated_at"] or now()).replace(microsecond=0, tzinfo=UTC)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", row["version"])
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _one_line(title))
    plan = _("Plan: {plan}", plan=" · ".join(filter(None, (row["client"], row["plan"]))))
    event.add("description", "\n".join(filter(None, (*lines, plan, link))))
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    return event


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"
