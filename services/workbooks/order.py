"""Where the rows of a sheet that comes back go: after which row a new one stands, and which were moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from services.sheet_edits import RowMove
from services.sheet_order import Place


def moves(exported: Sequence[int], in_file: Sequence[int], stored: Sequence[int]) -> list[RowMove]:
    """The fewest moves that bring stored rows into the order of the file; none where the file has the order it was exported with."""
    alive = set(stored)
    wanted = [row_id for row_id in in_file if row_id in alive]
    known = set(wanted)
    if wanted == [row_id for row_id in exported if row_id in known]:
        return []
    place = {row_id: number for number, row_id in enumerate(stored)}
    staying = _longest_rise(wanted, place)
    before = [None, *wanted[:-1]]
    return [RowMove(row_id, after) for row_id, after in zip(wanted, before, strict=True) if row_id not in staying]


def _longest_rise(rows: Sequence[int], place: Mapping[int, int]) -> set[int]:
    """The most rows that stand in this order already."""
    ends: list[int] = []
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for row_id in rows:
        position = bisect_left(ends, place[row_id])
        previous[row_id] = tails[position - 1] if position else None
        ends[position : position + 1] = [place[row_id]]
        tails[position : position + 1] = [row_id]
    found, row = set(), tails[-1] if tails else None
    while row is not None:
        found.add(row)
        row = previous[row]
    return found


def standing_after(order: Sequence[Place], added: Mapping[str, object]) -> dict[str, Place | None]:
    """For every added row the row before it in the file, or None where it is the first."""
    found: dict[str, Place | None] = {}
    before: Place | None = None
    for place in order:
        if isinstance(place, str):
            if place not in added:
                continue
            found[place] = before
        before = place
    return found
