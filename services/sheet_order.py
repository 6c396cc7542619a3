"""The order of a sheet's rows: where added and moved rows go, and the positions that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Place = int | str
"""A row by its id, or an added row by the key its sender gave it."""

SMALLEST_GAP = 1e-6
TOP = None


@dataclass
class Order:
    """The rows of a sheet in order, changed by taking out and putting in; each step takes the same time however long it is."""

    _next: dict[Place | None, Place | None] = field(default_factory=dict)
    _previous: dict[Place | None, Place | None] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Sequence[Place]) -> Order:
        order = cls({TOP: TOP}, {TOP: TOP})
        for place in places:
            order.append(place)
        return order

    def __contains__(self, place: Place) -> bool:
        return place in self._next

    def append(self, place: Place) -> None:
        self.put(place, after=self._previous[TOP])

    def put(self, place: Place, *, after: Place | None) -> None:
        """Put a row after another one, or first where `after` is None. A row that is gone meanwhile stands for the end."""
        anchor = after if after is None or after in self._next else self._previous[TOP]
        following = self._next[anchor]
        self._next[anchor], self._previous[place] = place, anchor
        self._next[place], self._previous[following] = following, place

    def take(self, place: Place) -> None:
        if place not in self._next:
            return
        before, following = self._previous.pop(place), self._next.pop(place)
        self._next[before], self._previous[following] = following, before

    def places(self) -> list[Place]:
        found, place = [], self._next[TOP]
        while place is not None:
            found.append(place)
            place = self._next[place]
        return found


def new_positions(places: Sequence[Place], standing: Mapping[Place, float]) -> dict[Place, float]:
    """A position for every place that has none in `standing`, between its neighbours.

    Where there is no room left between two neighbours, every place gets a new one.
    """
    made: dict[Place, float] = {}
    start = 0
    while start < len(places):
        if places[start] in standing:
            start += 1
            continue
        end = start
        while end < len(places) and places[end] not in standing:
            end += 1
        low = standing[places[start - 1]] if start else None
        high = standing[places[end]] if end < len(places) else None
        count = end - start
        if low is None:
            low, step = (high - count - 1, 1.0) if high is not None else (0.0, 1.0)
        else:
            step = 1.0 if high is None else (high - low) / (count + 1)
        if step < SMALLEST_GAP:
            return {place: float(number) for number, place in enumerate(places, start=1)}
        made.update({place: low + step * (number + 1) for number, place in enumerate(places[start:end])})
        start = end
    return made
