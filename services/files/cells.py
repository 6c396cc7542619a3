"""What an Excel cell can hold, and how text beyond that is kept whole."""

from __future__ import annotations

import re

# Excel counts UTF-16 units: most emoji count twice.
LONGEST_CELL = 32_767
PART_LENGTH = 16_000
KEPT_IN_CELL = 16_000
_MARK = re.compile(r"\n\[… \+([0-9]+)\]$")


def cell_length(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def fits_cell(text: str) -> bool:
    return len(text) <= LONGEST_CELL // 2 or cell_length(text) <= LONGEST_CELL


def shorten(text: str) -> str:
    """The beginning of a text that no cell can hold, with a mark that says how many characters are missing."""
    return f"{text[:KEPT_IN_CELL]}\n[… +{len(text) - KEPT_IN_CELL}]"


def is_shortened(text: str) -> bool:
    """Whether a cell holds only the beginning of a longer text."""
    return len(text) > KEPT_IN_CELL and _MARK.search(text) is not None


def parts(text: str) -> list[str]:
    """The whole text in pieces that fit a cell each."""
    return [text[start : start + PART_LENGTH] for start in range(0, len(text), PART_LENGTH)]
