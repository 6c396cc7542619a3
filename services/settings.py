"""Settings of the installation: declared here, stored as text, read as one object."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from data import settings as setting_rows
from data.database import Database
from data.records.plan import PERIOD_TYPES, START_STATUSES
from services.actors import Actor
from services.errors import FieldProblem, Invalid
from services.language import LANGUAGES
from services.language import translate as _


@dataclass(frozen=True)
class Settings:
    default_status: str = "Draft"
    default_period_type: str = "quarter"
    currency: str = "EUR"
    time_zone: str = "Europe/Paris"
    language: str = "en"
    industries: tuple[str, ...] = ()


def read_settings(db: Database) -> Settings:
    """The settings as stored, defaults where nothing is."""
    with db.read() as cursor:
        stored = setting_rows.select_settings(cursor)
    known = {each.name for each in fields(Settings)}
    values = {name: json.loads(value) for name, value in stored.items() if name in known}
    if "industries" in values:
        values["industries"] = tuple(values["industries"])
    return replace(Settings(), **values)


def save_settings(db: Database, actor: Actor, settings: Settings) -> Settings:
    """Store all settings. Administrators only. Raises Invalid naming each field that is not acceptable."""
    actor.require_administrator()
    problems = []
    if settings.default_status not in START_STATUSES:
        problems.append(
            FieldProblem("default_status", _("Choose one of: {choices}.", choices=", ".join(_(each) for each in START_STATUSES)))
        )
    if settings.default_period_type not in PERIOD_TYPES:
        problems.append(FieldProblem("default_period_type", _("Choose one of: {choices}.", choices=", ".join(PERIOD_TYPES))))
    if len(settings.currency) != 3 or not settings.currency.isalpha() or not settings.currency.isupper():
        problems.append(FieldProblem("currency", _("Enter a currency code of three capital letters, such as EUR.")))
    if settings.time_zone not in available_timezones():
        problems.append(FieldProblem("time_zone", _("Choose a time zone such as Europe/Paris.")))
    if settings.language not in LANGUAGES:
        problems.append(FieldProblem("language", _("Choose one of: {choices}.", choices=", ".join(LANGUAGES))))
    if problems:
        raise Invalid(problems)
    with db.write() as cursor:
        setting_rows.upsert_settings(cursor, {name: json.dumps(value, ensure_ascii=False) for name, value in asdict(settings).items()})
    return settings


def today(settings: Settings) -> date:
    """Today in the installation's time zone."""
    return datetime.now(ZoneInfo(settings.time_zone)).date()
