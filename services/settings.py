"""Settings of the installation: declared here, stored as JSON text, read as one object."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from data import settings as setting_rows
from data.database import Database
from services.health import DEFAULT_WEIGHTS


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


def today(settings: Settings) -> date:
    """Today in the installation's time zone."""
    return datetime.now(ZoneInfo(settings.time_zone)).date()


def midnight(settings: Settings, day: date) -> datetime:
    """When a day of the installation's time zone begins, in UTC as stored."""
    return datetime.combine(day, time(), ZoneInfo(settings.time_zone)).astimezone(UTC).replace(tzinfo=None)
