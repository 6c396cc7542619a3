"""Names in cells that stand for clients and people: found by name, address or id."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from data.database import Row
from data.records import Field
from services.files.table import Cell
from services.imports.columns import ReadColumn, as_text, is_empty
from services.language import translate as _
from services.plain_text import clean_text
from services.values import BadValue


def folded(name: str) -> str:
    """A name as it is compared: without letter case and doubled spaces, accents as letters of their own (some systems write them apart)."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


@dataclass
class Names:
    """Records by their names: `alive` may be chosen, `every` also holds those in the trash, which a plan may still name."""

    alive: dict[str, list[int]] = field(default_factory=dict)
    every: dict[str, list[int]] = field(default_factory=dict)
    ids: set[int] = field(default_factory=set)
    shown: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Row], *keys: str) -> Names:
        names = cls()
        for row in rows:
            names.shown[row["id"]] = row["name"]
            for name in dict.fromkeys(folded(row[key]) for key in keys if row[key]):
                names.every.setdefault(name, []).append(row["id"])
                if not row["gone"]:
                    names.alive.setdefault(name, []).append(row["id"])
            if not row["gone"]:
                names.ids.add(row["id"])
        return names


@dataclass
class ReadReferences(ReadColumn):
    """References by row; `candidates` are several records of one name, of which the plan may hold one; `unknown` names nobody has."""

    candidates: dict[int, list[int]] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)


def read_references(declared: Field, cells: Sequence[Cell], names: Names, *, nobody: str, several: str) -> ReadReferences:
    """A column of names or ids. `nobody` and `several` are the sentences, with `{name}`, for names that mean none or more than one."""
    read: dict[Cell, tuple[int | None, str, list[int]]] = {}
    for cell in set(cells):
        read[cell] = _one(declared, cell, names, nobody=nobody, several=several)
    answers = [read[cell] for cell in cells]
    found = ReadReferences(pa.array([each[0] for each in answers], pa.int32()))
    for row, (_value, problem, candidates) in enumerate(answers):
        if problem:
            found.problems[row] = problem
            if candidates:
                found.candidates[row] = candidates
            elif not is_empty(cells[row]):
                found.unknown[row] = as_text(cells[row]).strip()
    return found


def _one(declared: Field, cell: Cell, names: Names, *, nobody: str, several: str) -> tuple[int | None, str, list[int]]:
    if is_empty(cell):
        return None, _("{label} is required.", label=_(declared.label)) if declared.required else "", []
    try:
        text = clean_text(as_text(cell)).strip()
    except BadValue as error:
        return None, error.message, []
    alive = names.alive.get(folded(text), [])
    if len(alive) == 1 and alive == names.every[folded(text)]:
        return alive[0], "", []
    if text.isdecimal() and not alive and len(text) < 10 and int(text) in names.ids:
        return int(text), "", []
    candidates = names.every.get(folded(text), [])
    if len(alive) == 1:
        return alive[0], "", candidates
    return None, (several if alive else nobody).format(name=text[:200]), candidates


def settle_candidates(found: ReadReferences, stored: Sequence[int | None]) -> None:
    """Where a name means several records and the plan holds one of them already, it means that one."""
    values = found.values.to_pylist()
    for row, candidates in found.candidates.items():
        if stored[row] in candidates:
            values[row] = stored[row]
            found.problems.pop(row, None)
    found.values = pa.array(values, pa.int32())
