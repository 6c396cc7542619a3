"""Changing settings, as change sets that can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from zoneinfo import available_timezones

from babel.numbers import list_currencies

from data import settings as setting_rows
from data.database import Database
from data.records import SETTING
from data.records.plan import PERIOD_TYPES, START_STATUSES
from services.actors import Actor
from services.changes import UNCHANGED, Edit, change_set
from services.errors import FieldProblem, Invalid
from services.health import PARTS
from services.language import LANGUAGES
from services.language import translate as _
from services.settings import Settings, read_settings
from services.values import BadValue, clean_text

MOST_INDUSTRIES = 1000
LONGEST_INDUSTRY = 255


def update_settings(db: Database, actor: Actor, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Settings, int | None]:
    """Change settings: `{name: {"from": …, "to": …}}` in JSON values, all or nothing. Administrators only.

    Returns the settings and the change set. Raises Invalid naming each setting that is not acceptable, Conflict.
    """
    actor.require_administrator()
    values, problems = {}, []
    for name, edit in edits.items():
        try:
            values[name] = _read(name, edit.get("to"))
        except BadValue as error:
            problems.append(FieldProblem(name, error.message))
    if problems:
        raise Invalid(problems)
    with change_set(db, actor, "update") as changes:
        ids = setting_rows.select_ids(changes.cursor)
        defaults = asdict(Settings())
        if missing := [name for name in values if name not in ids]:
            made = changes.create(SETTING, [{"name": name, "value": _to_json(defaults[name])} for name in missing])
            ids |= {row["name"]: row["id"] for row in made}
        started = {name: _to_json(edit["from"]) if "from" in edit else UNCHANGED for name, edit in edits.items()}
        changes.update(SETTING, {ids[name]: {"value": Edit(_to_json(value), started[name])} for name, value in values.items()})
    return read_settings(db), changes.id


def read_industries(text: str) -> list[str]:
    """Industries as typed: one per line or separated by commas, each once, in the order given."""
    return list(dict.fromkeys(each.strip() for line in text.splitlines() for each in line.split(",") if each.strip()))


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read(name: str, value: Any) -> Any:
    if name not in ("industries", "health_weights") and not isinstance(value, str):
        raise BadValue(_("Enter text."))
    match name:
        case "default_status":
            _require_choice(value, START_STATUSES)
        case "default_period_type":
            _require_choice(value, PERIOD_TYPES)
        case "language":
            _require_choice(value, tuple(LANGUAGES))
        case "currency":
            if value not in list_currencies():
                raise BadValue(_("Enter a currency code of three capital letters, such as EUR."))
        case "time_zone":
            if value not in available_timezones():
                raise BadValue(_("Choose a time zone such as Europe/Paris."))
        case "industries":
            return _read_industries(value)
        case "health_weights":
            return _read_weights(value)
        case _:
            raise BadValue(_("There is no setting {name}.", name=name[:100]))
    return value


def _require_choice(value: Any, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise BadValue(_("Choose one of: {choices}.", choices=", ".join(_(each) for each in choices)))


def _read_weights(value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or set(value) != set(PARTS):
        raise BadValue(_("Give a weight to each of: {parts}.", parts=", ".join(PARTS)))
    if any(isinstance(each, bool) or not isinstance(each, int) or not 0 <= each <= 100 for each in value.values()):
        raise BadValue(_("Enter weights from 0 to 100."))
    if not any(value.values()):
        raise BadValue(_("Give at least one part a weight above 0."))
    return {name: value[name] for name in PARTS}


def _read_industries(value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise BadValue(_("Enter industries, one per line or separated by commas."))
    industries = read_industries("\n".join(clean_text(each) for each in value))
    if len(industries) > MOST_INDUSTRIES:
        raise BadValue(_("Keep at most {most} industries.", most=MOST_INDUSTRIES))
    if too_long := next((each for each in industries if len(each) > LONGEST_INDUSTRY), None):
        raise BadValue(_("Shorten {name} to {longest} characters.", name=too_long[:40] + "…", longest=LONGEST_INDUSTRY))
    return industries
