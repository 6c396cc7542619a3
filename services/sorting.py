"""The order a request asks for: `-updated_at,name`, the most significant first, a minus for descending."""

from __future__ import annotations

from collections.abc import Collection

from services.errors import FieldProblem, Invalid
from services.language import translate as _

Sort = tuple[tuple[str, bool], ...]


def read_order(text: str, sortable: Collection[str]) -> Sort:
    """(name, is_descending) pairs. Raises Invalid for a name that is not sortable."""
    pairs = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name = part.removeprefix("-")
        if name not in sortable:
            raise Invalid([FieldProblem("sort", _("This list cannot be sorted by {name}.", name=name[:100]), value=part)])
        pairs[name] = part.startswith("-")
    return tuple(pairs.items())
