"""What can go wrong, said in finished sentences for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.language import translate as _


class AccountPlanningError(Exception):
    """Base of every error whose message may be shown to the user."""

    @property
    def message(self) -> str:
        return str(self)


class NotSignedIn(AccountPlanningError):
    """No valid session or token."""


class NotAllowed(AccountPlanningError):
    """The actor lacks the permission."""


class NotFound(AccountPlanningError):
    """The record does not exist, or not for this actor."""


class Refused(AccountPlanningError):
    """A rule does not allow this."""


class NotStored(AccountPlanningError):
    """Nothing was stored, since the server had no room for it."""


class SetChanged(Refused):
    """The records a bulk action was confirmed for are others by now; `count` is how many there are."""

    def __init__(self, message: str, count: int) -> None:
        super().__init__(message)
        self.count = count


class TooManyAttempts(AccountPlanningError):
    """Throttled; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BadValue(AccountPlanningError):
    """One value that cannot be taken; the message says what is wrong and how to mend it."""


@dataclass(frozen=True)
class FieldProblem:
    """Why one value was not taken: the field, a sentence, and the row it belongs to where there are several."""

    field: str
    reason: str
    row: int | str | None = None
    value: Any = None


class Invalid(AccountPlanningError):
    """Some values are not acceptable; each problem names its field."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(" ".join(problem.reason for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class FieldConflict:
    """A value somebody else changed meanwhile: what the change started from, what it wanted, what is stored."""

    field: str
    started_from: Any
    yours: Any
    theirs: Any
    row: int | None = None


class Conflict(AccountPlanningError):
    """Stored values are not those the change started from."""

    def __init__(self, conflicts: Sequence[FieldConflict]) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Choose which value to keep."))
        self.conflicts = list(conflicts)
