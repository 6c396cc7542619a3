"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the space after it; space at the beginning stands alone.
_WORD = re.compile(r"\S+\s*|\s+")
# Beyond it, comparing takes longer than a person waits: what lies between the first and last change then counts as changed.
MOST_WORDS = 3_000


@dataclass(frozen=True)
class Piece:
    """A stretch of both texts: equal but for space, or of different words (either may be empty)."""

    left: str
    right: str
    is_equal: bool


def text_changes(left: str, right: str) -> list[Piece]:
    """The two texts in pieces, which put together are the texts."""
    mine, theirs = _WORD.findall(left), _WORD.findall(right)
    keys = [[word.rstrip() for word in words] for words in (mine, theirs)]
    start = _shared(keys[0], keys[1])
    end = _shared(keys[0][start:][::-1], keys[1][start:][::-1])
    first, last = len(mine) - end, len(theirs) - end
    if max(first, last) - start > MOST_WORDS:
        middle = [("replace", start, first, start, last)]
    else:
        matcher = SequenceMatcher(None, keys[0][start:first], keys[1][start:last])
        middle = [(kind, start + a, start + b, start + c, start + d) for kind, a, b, c, d in matcher.get_opcodes()]
    found = [("equal", 0, start, 0, start), *middle, ("equal", first, len(mine), last, len(theirs))]
    return [Piece("".join(mine[a:b]), "".join(theirs[c:d]), kind == "equal") for kind, a, b, c, d in found if a < b or c < d]


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words both begin with."""
    shorter = min(len(left), len(right))
    return next((place for place in range(shorter) if left[place] != right[place]), shorter)
