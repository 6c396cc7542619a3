"""The hidden sheet of a plan's workbook: whose it is, what its sheets and headings mean, and what every row was when it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.records import PLAN
from services.workbooks.cells import Mark

FORMAT = "1"
_FORMAT, _PLAN, _ID = "workbook:format", "workbook:plan", "id"
Marks = dict[int, dict[str, Mark]]
"""Marks by row id, in the order of the rows, and field."""


@dataclass
class Origin:
    """What the hidden sheet says. `born` is when the plan was created, which tells it from one of the same id elsewhere.

    `titles`: the record of each sheet by its title; `headings`: by record, the field of each heading.
    """

    plan_id: int
    born: str
    titles: dict[str, str] = field(default_factory=dict)
    headings: dict[str, dict[str, str]] = field(default_factory=dict)
    marks: dict[str, Marks] = field(default_factory=dict)

    def rows(self, companions: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """The rows of the hidden sheet; `companions` are sheets beside the grids, by what they are."""
        yield "name", "meaning", "value"
        yield FORMAT, _FORMAT, ""
        yield str(self.plan_id), _PLAN, self.born
        for meaning, title in companions.items():
            yield title, meaning, ""
        for title, record in self.titles.items():
            fields = list(self.headings[record].values())
            yield title, f"record:{record}", " ".join(fields)
            for heading, name in self.headings[record].items():
                yield heading, f"field:{record}", name
            for row_id, marks in self.marks.get(record, {}).items():
                yield str(row_id), f"row:{record}", " ".join(marks[name].text() for name in fields if name != _ID)


def read_origin(rows: Iterable[Sequence[Any]]) -> Origin | None:
    """The origin that a hidden sheet tells, or None where it is none of a plan's workbook."""
    origin: Origin | None = None
    order: dict[str, list[str]] = {}
    for row in rows:
        name, meaning, value = (*(str(cell) for cell in row[:3]), "", "", "")[:3]
        kind, _colon, record = meaning.partition(":")
        if meaning == _PLAN and is_id(name):
            origin = Origin(int(name), value)
        elif origin is None:
            continue
        elif kind == "record":
            origin.titles[name] = record
            order[record] = [each for each in value.split() if each != _ID]
        elif kind == "field":
            origin.headings.setdefault(record, {})[name] = value
        elif kind == "row" and is_id(name):
            texts = value.split()
            marks = dict(zip(order.get(record, ()), map(Mark.read, texts), strict=False))
            origin.marks.setdefault(record, {})[int(name)] = marks
    return origin if origin is not None and PLAN.name in origin.titles.values() else None


def is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < len(text) < 10
