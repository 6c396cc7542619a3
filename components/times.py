"""Times and dates as the person at the browser reads and writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from components.session import database
from services.language import current_language
from services.settings import read_settings


def show_time(at: datetime | None) -> str:
    """A stored time (UTC) in the installation's time zone and the person's language, empty where there is none."""
    if at is None:
        return ""
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(read_settings(database()).time_zone))
    return format_datetime(local, format="medium", locale=current_language.get())


def date_form() -> str:
    """How `st.date_input` writes a date for this person."""
    return "DD/MM/YYYY" if current_language.get() == "fr" else "MM/DD/YYYY"
