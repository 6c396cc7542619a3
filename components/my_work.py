"""What a person has to do, group by group, worked through by keyboard; it reads and writes through the API itself."""

from __future__ import annotations

from typing import Any

from components.modules import module_component
from data.database import Database
from data.records.plan import START_STATUSES
from data.records.planning import PRIORITIES, TASK_STATUSES
from services.actors import Actor, Permission
from services.language import plural_forms
from services.language import translate as _
from services.references import MOST, find_references

_my_work = module_component("my_work")


def my_work(db: Database, actor: Actor, *, key: str) -> None:
    """Draw the tasks of the person in the address (`person`: left out, `all`, `none` or an id), with `q` and `plans=all` as filters."""
    people = [{"value": str(each["id"]), "label": each["name"]} for each in find_references(db, actor, "staff", limit=MOST)]
    _my_work(
        key=key,
        data={
            "staffId": actor.staff_id,
            "locale": actor.language,
            "mayEdit": actor.may(Permission.EDIT),
            "people": [
                {"value": "me", "label": _("Me")},
                {"value": "all", "label": _("Everybody")},
                {"value": "none", "label": _("Nobody")},
                *(each for each in people if each["value"] != str(actor.staff_id)),
            ],
            "planStatuses": list(START_STATUSES),
            "statuses": {each: _(each) for each in TASK_STATUSES},
            "priorities": {each: _(each) for each in PRIORITIES},
            "texts": _texts(),
        },
    )


def _texts() -> dict[str, Any]:
    return {
        "label": _("My work"),
        "help": _(
            "Arrow keys walk between rows, D completes a task, S changes its status, E moves its deadline, U undoes, Enter opens the plan."
        ),
        "person": _("Whose tasks"),
        "plans": _("Plans"),
        "openPlans": _("Open plans"),
        "allPlans": _("All plans"),
        "search": _("Search tasks"),
        "groups": {
            "overdue": _("Overdue"),
            "today": _("Today"),
            "week": _("Next 7 days"),
            "later": _("Later"),
            "no_deadline": _("No deadline"),
            "waiting": _("Waiting"),
            "approvals": _("Plans waiting for my approval"),
        },
        "tasks": plural_forms("{count} task", "{count} tasks"),
        "overdue": plural_forms("{count} day overdue", "{count} days overdue"),
        "complete": _("Complete {action}"),
        "status": _("Status of {action}"),
        "deadline": _("Deadline of {action}"),
        "deadlineWord": _("Deadline"),
        "noAction": _("Task without words"),
        "noDeadline": _("No deadline"),
        "today": _("Today"),
        "tomorrow": _("Tomorrow"),
        "inAWeek": _("In a week"),
        "save": _("Save"),
        "review": _("Review"),
        "more": plural_forms("Show {count} more", "Show {count} more"),
        "completed": _("{action} is complete."),
        "changed": _("{action} is changed."),
        "notChanged": _("{action} was not changed: {reason}"),
        "changedByOther": _("somebody else has changed it to {value} meanwhile."),
        "unreachable": _("the server cannot be reached."),
        "undo": _("Undo"),
        "undone": _("Undone."),
        "close": _("Close"),
        "tryAgain": _("Try again"),
        "empty": _("Nothing to do here. Open tasks of all plans that name you in charge gather on this page, by the day they are due."),
        "noMatch": _("No open task matches these filters."),
        "quarter": _("Q{quarter} {year}"),
        "unset": _("Not set"),
    }
