"""What a plan's workbook holds, read from the declarations: its sheets, their headings, and what is not changed in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from data.records import GRIDS_OF, PLAN, Field, Kind, Record
from services.files.table import unique_headings
from services.language import translate as _
from services.plan_columns import ID

LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
# The client decides which contacts a plan may name, so it is changed in the plan itself.
_CHANGED_ELSEWHERE = ("client_id",)


def grid_records() -> tuple[Record, ...]:
    """Every grid, in the order of the plan's tabs; objectives before the tasks under them."""
    grids = GRIDS_OF[PLAN.name]
    first = ("financial", "marketing_activity", "company_team", "client_team", "current_service", "offering", "objective", "task", "goal")
    return tuple(grids[name] for name in dict.fromkeys((*(each for each in first if each in grids), *grids)))


def grid_fields(record: Record) -> tuple[Field, ...]:
    """The columns of a grid's sheet: the id by which a row is known, then its fields."""
    return (ID, *record.fields)


def plan_fields(plan_record: Record) -> tuple[Field, ...]:
    """The rows of the first sheet, section by section, what is not changed here last."""
    sections = dict.fromkeys(each.section for each in plan_record.fields)
    return tuple(each for section in sections for each in plan_record.fields if each.section == section and not each.read_only) + tuple(
        each for each in plan_record.fields if each.read_only
    )


def is_locked(record: Record, declared: Field) -> bool:
    """Whether a field is shown in the workbook but not changed by it."""
    return declared.read_only or declared.kind is Kind.TREE or (record.name == PLAN.name and declared.name in _CHANGED_ELSEWHERE)


def label(declared: Field) -> str:
    return declared.label if declared.own_label else _(declared.label)


def headings(fields: Sequence[Field]) -> dict[str, str]:
    """The heading of each field by its name, each once."""
    return dict(zip((each.name for each in fields), unique_headings([label(each) for each in fields]), strict=True))


def sheet_titles(words: Iterable[str]) -> list[str]:
    """The words as titles of sheets that Excel takes, each once."""
    made: list[str] = []
    for each in words:
        base = title = _NOT_IN_TITLES.sub(" ", each)[:LONGEST_TITLE].strip(" '")
        number = 2
        while title.casefold() in (other.casefold() for other in made):
            title = f"{base[: LONGEST_TITLE - 4]} ({number})"
            number += 1
        made.append(title)
    return made
