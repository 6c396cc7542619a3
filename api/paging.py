"""Paging of lists that are small enough to be read whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query

Offset = Annotated[int, Query(ge=0, le=2**31 - 1)]
Limit = Annotated[int, Query(ge=0, le=1000)]


def page_of(items: Sequence[Any], offset: int, limit: int) -> dict[str, Any]:
    """The answer of a list: these items from `offset` on, at most `limit`, and how many there are in all."""
    return {"items": list(items[offset : offset + limit]), "total": len(items)}
