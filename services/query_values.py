"""Reading the parameters of a list: each value on its own, every one that cannot be read named with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from data.records import Field, Kind
from services.actors import Actor
from services.errors import FieldProblem, Invalid
from services.language import translate as _
from services.values import BadValue, read_wire

NONE = "none"
ME = "me"
Query = Iterable[tuple[str, str]]


class Parameters:
    """(name, value) pairs of a request; a repeated name means "or". `problems` grows with each value that cannot be read."""

    def __init__(self, query: Query) -> None:
        self.given: dict[str, list[str]] = {}
        for name, value in query:
            self.given.setdefault(name, []).append(value)
        self.problems: list[FieldProblem] = []

    def read(self, name: str, one: Callable[[str], Any]) -> tuple[Any, ...]:
        """Every value of this name, each once."""
        values = []
        for text in self.given.get(name, ()):
            try:
                values.append(one(text))
            except BadValue as error:
                self.problems.append(FieldProblem(name, error.message, value=text))
        return tuple(dict.fromkeys(values))

    def last(self, name: str, one: Callable[[str], Any]) -> Any:
        """The last value of this name, or None."""
        values = self.read(name, one)
        return values[-1] if values else None

    def require_known(self, names: Collection[str]) -> None:
        """Note every name that is no filter: passed over, it would widen what is meant."""
        self.problems += [FieldProblem(name, _("There is no filter {name}.", name=name[:100])) for name in self.given if name not in names]

    def finish(self) -> None:
        """Raise Invalid where a value could not be read."""
        if self.problems:
            raise Invalid(self.problems)


def read_choice(text: str, choices: Sequence[str]) -> str:
    if text not in choices:
        raise BadValue(_("Choose one of: {choices}.", choices=", ".join(choices)))
    return text


def read_choice_or_none(text: str, choices: Sequence[str]) -> str | None:
    return None if text == NONE else read_choice(text, choices)


def read_yes(text: str) -> bool:
    return read_choice(text, ("true", "false")) == "true"


def read_id(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise BadValue(_("Enter the id of an existing record."))
    return int(text)


def read_person(text: str, actor: Actor) -> int | None:
    """The id of a person; `me` is the actor, `none` nobody."""
    return None if text == NONE else (actor.staff_id or 0) if text == ME else read_id(text)


def read_day(text: str) -> date:
    day: date = read_wire(Field("date", "Date", Kind.DATE, required=True), text)
    return day
