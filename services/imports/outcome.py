"""What an import of plans would do, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa

from data.records import Field
from services.files.table import Table
from services.imports.references import folded


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    CHANGED_SINCE = "changed since export"


class ChangedSince(StrEnum):
    """What happens to rows whose plan was changed since the file was exported."""

    SKIP = "skip"
    OVERWRITE = "overwrite"


@dataclass(frozen=True)
class Options:
    """Answers to what only the person can decide.

    `create_clients`: names nobody has become new clients. `use_existing`: a row without id whose client has exactly one plan of
    its period changes that plan instead of creating another.
    """

    changed_since: ChangedSince = ChangedSince.SKIP
    create_clients: bool = False
    use_existing: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a row, or one of its cells, is refused or worth a look."""

    field: str
    sentence: str


@dataclass
class PlanImport:
    """A file of plans compared with what is stored: nothing is written yet.

    `incoming` holds the rows in stored form (row, id, stored_version, new_client, and one column for each of `fields`);
    `differs[field][row]` tells whether the value is another than the stored one.
    """

    table: Table
    mapping: dict[int, str]
    options: Options
    fields: tuple[Field, ...]
    incoming: pa.Table
    outcomes: np.ndarray[Any, Any]
    differs: dict[str, np.ndarray[Any, np.dtype[np.bool_]]]
    problems: dict[int, list[Reason]]
    warnings: dict[int, list[Reason]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows of each outcome, also those with none."""
        return {each: int((self.outcomes == each).sum()) for each in Outcome}

    def rows_of(self, outcomes: Sequence[Outcome] = ()) -> list[int]:
        """The rows with one of these outcomes (none: all), in the order of the file."""
        if not outcomes:
            return list(range(len(self.outcomes)))
        return np.flatnonzero(np.isin(self.outcomes, [str(each) for each in outcomes])).tolist()

    @property
    def new_clients(self) -> int:
        """How many clients would be created."""
        names = self.incoming.column("new_client").to_pylist()
        return len({folded(names[row]) for row in self.rows_of([Outcome.CREATED, Outcome.CHANGED]) if names[row]})
