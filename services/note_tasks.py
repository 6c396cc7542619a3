"""Lines of a meeting note becoming tasks of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data import meeting_notes as note_rows
from data import rows as record_rows
from data.database import Database
from data.records import SHEETS, TASK
from services.actors import Actor, Permission
from services.errors import FieldProblem, Invalid, NotFound
from services.language import translate as _
from services.sheet_edits import GONE, NewRow, SheetEdits
from services.sheets import apply

# What begins a list, a heading, a quotation or a box to tick.
_MARK = re.compile(r"^(?:[-*+•–]|\d{1,3}[.)]|#{1,6}|>)\s+|^\[[ xX]?\]\s*")
# Words written bold or struck out: a task has no such marks.
_EMPHASIS = re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_RULE = re.compile(r"^[-*_=\s|:]*$")


@dataclass(frozen=True)
class NoteLine:
    """A line of a note without the marks of its list. `is_task`: the plan has a task of these words."""

    text: str
    is_task: bool = False


@dataclass(frozen=True)
class NoteTask:
    """A task to make. `key` names the line it comes from in problems: `"<key>.action"`."""

    key: str
    action: str
    people_ids: Sequence[int] = ()
    deadline: date | None = None


def note_lines(text: str | None) -> list[str]:
    """The lines of a note that say something, without marks of lists, headings and emphasis."""
    found = []
    for line in (text or "").splitlines():
        line = line.strip()
        while mark := _MARK.match(line):
            line = line[mark.end() :].strip()
        if line and not _RULE.match(line):
            found.append(_EMPHASIS.sub(r"\2", line))
    return found


def lines_of_note(db: Database, actor: Actor, plan_id: int, note_id: int) -> list[NoteLine]:
    """The lines of a stored note, and which of them are tasks already. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        note = record_rows.select_row(cursor, SHEETS["meeting_note"], note_id)
        if note is None or note["plan_id"] != plan_id:
            raise NotFound(_(GONE))
        actions = note_rows.select_actions(cursor, plan_id)
    known = {_words(each) for each in actions}
    return [NoteLine(each, _words(each) in known) for each in note_lines(note["notes"])]


def add_tasks(db: Database, actor: Actor, plan_id: int, tasks: Sequence[NoteTask], *, objective: str = "") -> int | None:
    """Add these tasks, all or none, under an objective of this name (a new name makes one). Returns the change set.

    Raises Invalid (problems at `"<key>.<field>"`), NotFound, NotAllowed.
    """
    actor.require(Permission.EDIT)
    if unnamed := [each.key for each in tasks if not each.action.strip()]:
        raise Invalid([FieldProblem(f"{key}.action", _("Say what is to be done.")) for key in unnamed])
    added = [
        NewRow(
            each.key,
            {
                "objective_id": objective.strip() or None,
                "action": each.action.strip(),
                "people_in_charge_ids": list(each.people_ids) or None,
                "deadline": each.deadline.isoformat() if each.deadline else None,
            },
        )
        for each in tasks
    ]
    return apply(db, actor, plan_id, TASK.name, SheetEdits(added=added), all_or_nothing=True).change_set_id if added else None


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()
