"""A plan from a template, and a template from a plan.

Dates of a template are days after the first day of the period. `{client}` and `{period}` in its texts stand for the client and
the period of the plan that is made from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from data import rows
from data import staff as staff_rows
from data.database import Cursor, Database, Row
from data.records import CLIENT, PLAN, TASK, TEMPLATE, TEMPLATE_TASK, Kind, Record
from data.records.planning import TASK_STATUSES
from data.records.template import FARTHEST, TEXTS
from services.actors import Actor, Permission
from services.changes import change_set
from services.errors import FieldProblem, Invalid
from services.language import LANGUAGES
from services.language import translate as _
from services.periods import period_name
from services.plans import insert_plan, read_new_plan, read_plan
from services.template_rows import TO_PLAN, TO_TEMPLATE, Values, transfer
from services.templates import Template, read_new_template, read_template
from services.trees import LONGEST_TEXT, tree_text, walk

CLIENT_PLACE, PERIOD_PLACE = "{client}", "{period}"
# By the name of a task's date, the name of the days that stand for it in a template.
OFFSETS = {"start": "start_offset", "deadline": "deadline_offset"}
_WORDS = (Kind.TEXT, Kind.LONG_TEXT)
Words = Callable[[str], str]


def start_plan(db: Database, actor: Actor, template_id: int, given: Mapping[str, Any]) -> tuple[Row, int | None]:
    """Create a plan from a template and JSON values, which go before those of the template; only `client_id` is required.

    Texts, mind map, offerings, objectives, items and tasks come from the template; tasks start over, with dates counted from the
    first day of the period; people who left are in charge of none. Returns the plan and the change set. Raises Invalid, NotFound, NotAllowed.
    """
    actor.require(Permission.VIEW)
    actor.require(Permission.CREATE)
    values = read_new_plan(db, given)
    with change_set(db, actor, "create") as changes:
        cursor = changes.cursor
        template = read_template(cursor, template_id)
        words = _filler(cursor, values, actor.language)
        texts = {name: _fit(PLAN, name, words(template[name])) for name in TEXTS if template[name]}
        mind_map = _in_tree(template["mind_map"], words)
        set_values = {name: value for name, value in values.items() if value is not None}
        plan = insert_plan(changes, actor, {"mind_map": mind_map, **texts, **set_values, "template_id": template_id})
        active = staff_rows.select_active_ids(cursor)
        start: date = plan["period_start"]

        def convert(record: Record, row: Row, common: Values) -> Values:
            filled = _in_words(record, common, words)
            return {**filled, **_task_of_plan(row, start, active)} if record is TASK else filled

        transfer(changes, TO_PLAN, template_id, plan["id"], convert)
        changes.finish_derived()
        plan = read_plan(cursor, db, plan["id"])
    return plan, changes.id


def save_as_template(db: Database, actor: Actor, plan_id: int, given: Mapping[str, Any]) -> tuple[Template, int | None]:
    """Create a template from a plan and JSON values, which go before those of the plan; only `name` is required.

    The names of client and period in the subject and in the middle of the mind map become places for those of the next plan.
    Returns the template and the change set. Raises Invalid, NotFound, NotAllowed.
    """
    actor.require(Permission.VIEW)
    actor.require(Permission.CREATE)
    values = read_new_template(given)
    with change_set(db, actor, "create") as changes:
        plan = read_plan(changes.cursor, db, plan_id)
        words = _generaliser(plan)
        texts = {name: plan[name] for name in TEXTS}
        texts["subject"] = _fit(TEMPLATE, "subject", words(plan["subject"] or "")) or None
        mind_map = _in_tree(plan["mind_map"], words, only_root=True)
        made = changes.create(TEMPLATE, [{**texts, "mind_map": mind_map, **values}])[0]

        def convert(record: Record, row: Row, common: Values) -> Values:
            return {**common, **_task_of_template(row, plan["period_start"])} if record is TEMPLATE_TASK else common

        transfer(changes, TO_TEMPLATE, plan_id, made["id"], convert)
        template = read_template(changes.cursor, made["id"])
    return template, changes.id


def fill_places(text: str, *, client: str, period: str) -> str:
    """The text of a template with client and period of a plan in their places."""
    return _replacer({re.escape(CLIENT_PLACE): client, re.escape(PERIOD_PLACE): period})(text)


def _filler(cursor: Cursor, values: Values, language: str) -> Words:
    """What puts client and period of the plan into the places of a text."""
    client = rows.select_row(cursor, CLIENT, values["client_id"]) or {}
    period = period_name(values["period_start"], values["period_type"], language)
    return partial(fill_places, client=str(client.get("name", CLIENT_PLACE)), period=period)


def _generaliser(plan: Row) -> Words:
    """What makes places of the names of client and period, where they stand as words of their own."""
    names = {period_name(plan["period_start"], plan["period_type"], language): PERIOD_PLACE for language in LANGUAGES}
    if plan["client"]:
        names[plan["client"]] = CLIENT_PLACE
    return _replacer({rf"(?<!\w){re.escape(name)}(?!\w)": place for name, place in names.items()})


def _replacer(wanted: Mapping[str, str]) -> Words:
    """What replaces each match of these patterns by its text, in one pass: what was put in is not looked at again."""
    pattern = re.compile("|".join(f"({each})" for each in wanted))
    texts = list(wanted.values())

    def put_in(found: re.Match[str]) -> str:
        return texts[(found.lastindex or 1) - 1]

    return lambda text: pattern.sub(put_in, text)


def _in_words(record: Record, values: Values, words: Words) -> Values:
    filled = {name: _fit(record, name, words(value)) for name, value in values.items() if value and _is_text(record, name)}
    return {**values, **filled}


def _is_text(record: Record, name: str) -> bool:
    return name in record.by_name and record.by_name[name].kind in _WORDS


def _fit(record: Record, name: str, text: str) -> str:
    return text[: record.by_name[name].max_length]


def _in_tree(stored: str | None, words: Words, *, only_root: bool = False) -> str | None:
    """The mind map with every node's text in these words, or that of the middle alone."""
    if not stored:
        return None
    tree = json.loads(stored)
    for node in [tree] if only_root else walk(tree):
        node["text"] = words(node["text"])[:LONGEST_TEXT]
    return tree_text(tree)


def _task_of_plan(row: Row, start: date, active: set[int]) -> Values:
    people = [each for each in json.loads(row["people_in_charge_ids"] or "[]") if each in active]
    dates = {name: None if row[offset] is None else _day(start, row[offset]) for name, offset in OFFSETS.items()}
    return {**dates, "people_in_charge_ids": json.dumps(people) if people else None, "status": TASK_STATUSES[0]}


def _day(start: date, offset: int) -> date:
    try:
        return start + timedelta(days=offset)
    except OverflowError as error:
        raise Invalid(
            [FieldProblem("period_start", _("Choose another period: a date of the template lies outside the calendar."))]
        ) from error


def _task_of_template(row: Row, start: date) -> Values:
    """The dates of a task as days after the start; one that lies farther away than a template allows is left out."""
    days = {offset: None if row[name] is None else (row[name] - start).days for name, offset in OFFSETS.items()}
    return {offset: None if count is None or abs(count) > FARTHEST else count for offset, count in days.items()}
