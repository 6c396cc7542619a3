"""Custom fields of plans: definitions an administrator makes, each a typed column of the plan."""

from __future__ import annotations

from data.database import Database
from data.records import Field


def plan_custom_fields(_db: Database) -> tuple[Field, ...]:
    """The declared fields of every active definition, by position."""
    return ()
