"""Periods of plans: month, quarter, year; first days, ends, names, distances."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date

from data.records.fields import N_
from services.language import translate_in

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def first_day(day: date, period_type: str) -> date:
    """The first day of the period that `day` lies in."""
    months = MONTHS[period_type]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def shift(start: date, period_type: str, count: int = 1) -> date:
    """The first day of the period `count` periods later (or earlier)."""
    months = start.year * 12 + start.month - 1 + count * MONTHS[period_type]
    return date(months // 12, months % 12 + 1, 1)


def last_day(start: date, period_type: str) -> date:
    return shift(start, period_type) - timedelta(days=1)


def period_name(start: date, period_type: str, language: str) -> str:
    """ "March 2026", "Q1 2026" or "2026", in the language."""
    if period_type == "year":
        return str(start.year)
    if period_type == "quarter":
        return translate_in(language, N_("Q{quarter} {year}"), quarter=(start.month + 2) // 3, year=start.year)
    name = format_date(start, "LLLL y", locale=language)
    return name[:1].upper() + name[1:] if language == "en" else name


def next_start(start: date, period_type: str, next_type: str) -> date:
    """The first day of the period of `next_type` that follows the period of `period_type` starting on `start`."""
    return first_day(shift(start, period_type), next_type)


def months_between(start: date, other: date) -> int:
    """How many months `other`, a first day, lies after `start` (negative: before)."""
    return (other.year - start.year) * 12 + other.month - start.month
