"""Times and dates as the person at the browser reads and writes them."""

from __future__ import annotations

from datetime import datetime

from components.session import database
from services.language import current_language
from services.settings import local_time, read_settings
from services.values import show_moment


def show_time(at: datetime | None) -> str:
    """A stored time (UTC) in the installation's time zone and the person's language, empty where there is none."""
    return show_moment(local_time(read_settings(database()), at), current_language.get()) if at else ""


def date_form() -> str:
    """How `st.date_input` writes a date for this person."""
    return "DD/MM/YYYY" if current_language.get() == "fr" else "MM/DD/YYYY"
