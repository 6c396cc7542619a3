"""Settings of the installation: declared here, stored as JSON text, read as one object."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from data import settings as setting_rows
from data.database import Database
from data.records.fields import N_
from services.health import DEFAULT_WEIGHTS, PARTS
from services.language import translate as _

LABELS = {
    "default_status": N_("Status of a new plan"),
    "default_period_type": N_("Period of a new plan"),
    "currency": N_("Base currency"),
    "time_zone": N_("Time zone"),
    "language": N_("Language of new people"),
    "industries": N_("Industries"),
    "health_weights": N_("Health"),
}


@dataclass(frozen=True)
class Settings:
    default_status: str = "Draft"
    default_period_type: str = "quarter"
    currency: str = "EUR"
    time_zone: str = "Europe/Paris"
    language: str = "en"
    industries: tuple[str, ...] = ()
    health_weights: dict[str, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))


def read_settings(db: Database) -> Settings:
    """The settings as stored, defaults where nothing is."""
    with db.read() as cursor:
        stored = setting_rows.select_settings(cursor)
    known = {each.name for each in fields(Settings)}
    values = {name: json.loads(value) for name, value in stored.items() if name in known}
    if "industries" in values:
        values["industries"] = tuple(values["industries"])
    return replace(Settings(), **values)


def setting_label(name: str) -> str:
    """What the setting is called on the page of settings."""
    return _(LABELS[name]) if name in LABELS else name


def setting_words(name: str, stored: str | None) -> str:
    """A stored value in words; text that is not JSON, such as one that the log cut, as it stands."""
    if stored is None:
        return ""
    try:
        value: Any = json.loads(stored)
    except ValueError:
        return stored
    if isinstance(value, dict):
        return ", ".join(f"{_(PARTS[part]) if part in PARTS else part} {number}" for part, number in value.items())
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return _(str(value)) if name == "default_status" else str(value)


def today(settings: Settings) -> date:
    """Today in the installation's time zone."""
    return datetime.now(ZoneInfo(settings.time_zone)).date()


def local_time(settings: Settings, at: datetime) -> datetime:
    """A stored time (UTC) as the clock of the installation shows it."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(settings.time_zone))


def midnight(settings: Settings, day: date) -> datetime:
    """When a day of the installation's time zone begins, in UTC as stored."""
    return datetime.combine(day, time(), ZoneInfo(settings.time_zone)).astimezone(UTC).replace(tzinfo=None)
